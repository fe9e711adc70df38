/** One request of a client; the verb as it stands on the wire: `PROPFIND`, `CCM_POST`. */
export interface Said {
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

/** What a client and a site system of one role say to each other over one connection, in turns. */
export type Conversation<Result = void> = (say: (said: Said) => Promise<Reply>) => Promise<Result>

/** The site system answered, and not as its role does: a refusal by status, or a body that is not the role's. */
export class UnexpectedReplyError extends Error {
  override readonly name = 'UnexpectedReplyError'
  readonly reply: Reply

  /** `message`: what was expected and what came, for people. */
  constructor(reply: Reply, message: string) {
    super(message)
    this.reply = reply
  }
}

/** The reply to one request, which the site system has to give with a status of success. */
export async function ask(say: Parameters<Conversation>[0], said: Said): Promise<Reply> {
  const reply = await say(said)
  if (reply.status >= 300)
    throw new UnexpectedReplyError(reply, `${said.method} ${said.path}: HTTP ${reply.status}`)
  return reply
}
