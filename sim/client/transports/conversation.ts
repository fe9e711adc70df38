/** One HTTP request of a client. */
export interface Request {
  /** The verb as it stands on the wire: `PROPFIND`, `CCM_POST`. */
  method: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

export interface Reply {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** Sends a request and resolves to the reply, whatever its status. */
export type Say = (request: Request) => Promise<Reply>

/** Requests that a client sends to one site system over one connection, each after the reply to the one before. */
export type Conversation<Result = void> = (say: Say) => Promise<Result>

/** The site system replied, but not as its role should: a refusal by status, or a body that is not the role's. */
export class UnexpectedReplyError extends Error {
  override readonly name = 'UnexpectedReplyError'
  readonly reply: Reply

  /** `message`: what was expected and what came, for people. */
  constructor(reply: Reply, message: string) {
    super(message)
    this.reply = reply
  }
}

/** Sends one request, and throws an `UnexpectedReplyError` unless the reply has a status below 300. */
export async function ask(say: Say, request: Request): Promise<Reply> {
  const reply = await say(request)
  if (reply.status >= 300)
    throw new UnexpectedReplyError(reply, `${request.method} ${request.path}: HTTP ${reply.status}`)
  return reply
}
