import type { Stage } from '../../../vocabulary/network.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import { connectTcp, type TcpProgress, type TcpTarget } from '../../../net/tcp-client.ts'
import {
  splitCompound,
  headerFlags,
  serializeMessage,
  isSignedWith,
  sign,
  statuses,
  type Header,
  smbFrame,
  smbMessageBounds,
} from '../../../wire/smb/header.ts'

export interface SmbTarget extends TcpTarget {
  fqdn: string
}

export interface SmbResponse {
  header: Header
  /** The whole message. */
  message: Buffer
}

/** One connection, and what its requests have in common. */
export interface SmbConnection {
  ends: ConnectionEnds
  sessionId: bigint
  treeId: number
  /** The key that signs messages, once the client has signed in with an account. */
  key?: Buffer
  /** The client has signed in with no account. */
  isAnonymous: boolean
  /** Sends one request and waits for its response, whatever its status. Throws an `SmbFailure`. */
  ask(command: number, body: Buffer): Promise<SmbResponse>
  close(): void
}

/** The most bytes of one response: room for 64 KiB of a READ, and for a server that sends more around them. */
const longestResponse = 128 * 1024

/** Connects, and keeps `progress` up to date even if the connection fails. Throws an `SmbFailure`. */
export async function connectSmb(target: SmbTarget, progress: TcpProgress): Promise<SmbConnection> {
  const { fqdn } = target
  const framing = { boundsOf: smbMessageBounds, longest: longestResponse }
  const tcp = await connectTcp(
    target,
    framing,
    progress,
    (code, message, stage) => new SmbFailure(stage ?? 'smb', code, message),
  )
  let nextId = 0n

  const connection: SmbConnection = {
    ends: tcp.ends,
    sessionId: 0n,
    treeId: 0,
    isAnonymous: false,
    async ask(command, body) {
      const messageId = nextId++
      const { sessionId, treeId, key } = connection
      const request = serializeMessage(
        {
          command,
          status: 0,
          credits: 1,
          flags: 0,
          nextCommand: 0,
          messageId,
          treeId,
          sessionId,
          signature: Buffer.alloc(16),
        },
        body,
      )
      if (key) sign(request, key)
      tcp.send(smbFrame(request))
      for (let pending = false; ;) {
        const message = await tcp.next()
        const [part, ...more] = splitCompound(message) ?? []
        const header = part?.header
        const isAnswer =
          header?.command === command &&
          header.messageId === messageId &&
          (header.flags & headerFlags.response) !== 0
        if (!isAnswer || more.length > 0) {
          throw new SmbFailure(
            'smb',
            'INVALID_MESSAGE',
            `${fqdn} sent a message that is not a response to the request`,
          )
        }
        // An interim response, which comes at most once before the final one ([MS-SMB2] 3.3.4.4).
        if (header.status === statuses.STATUS_PENDING && !pending) {
          pending = true
          continue
        }
        if (key && !isSignedWith(message, key)) {
          throw new SmbFailure(
            'smb',
            'INVALID_SIGNATURE',
            `a response of ${fqdn} is not signed with the session's key`,
          )
        }
        return { header, message }
      }
    },
    close: tcp.close,
  }
  return connection
}

/** A share that could not be read. `code` is Node's, or a status by its name in [MS-ERREF]. */
export class SmbFailure extends Error {
  override readonly name = 'SmbFailure'
  readonly stage: Stage
  readonly code: string

  constructor(stage: Stage, code: string, message: string) {
    super(message)
    this.stage = stage
    this.code = code
  }
}
