import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Stage } from '../../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import {
  headerFlags,
  isSignedWith,
  serializeMessage,
  sign,
  splitCompound,
  statuses,
  type Header,
} from '../../../wire/smb/header.ts'
import { smbFrame, FramingError, smbMessages } from '../../../wire/framing.ts'

export interface SmbTarget {
  fqdn: string
  address: string
  port: number
  /** Absent where the machine is to choose. */
  sourceAddress?: string
  /** Milliseconds of silence until the client gives up. */
  timeout: number
}

export interface SmbResponse {
  header: Header
  /** The whole message. */
  message: Buffer
}

/** One connection, with the state that its requests share. */
export interface SmbConnection {
  ends: ConnectionEnds
  sessionId: bigint
  treeId: number
  /** Signs messages, once the session has a key. */
  key?: Buffer
  /** Sends one request and waits for its response, whatever its status. Throws an `SmbFailure`. */
  ask(command: number, body: Buffer): Promise<SmbResponse>
  close(): void
}

/** The most bytes of one response: room for 64 KiB of a READ, and for a server that sends more around them. */
const longestResponse = 128 * 1024

/** Keeps the state of the connection in `progress`. Throws an `SmbFailure`. */
export async function connectSmb(
  target: SmbTarget,
  progress: { ends?: ConnectionEnds; received: number },
): Promise<SmbConnection> {
  const { fqdn, address, port, sourceAddress, timeout } = target
  const socket = connect({
    host: address,
    port,
    noDelay: true,
    ...(sourceAddress !== undefined && { localAddress: sourceAddress }),
  })
  socket.setTimeout(timeout, () => {
    socket.destroy(Object.assign(new Error(`${fqdn} did not answer in time`), { code: 'ETIMEDOUT' }))
  })
  // Readers get the error from the iterator; ignore a late reset.
  socket.on('error', () => undefined)
  await once(socket, 'connect').catch((error: unknown) => {
    throw failureOf(error, 'connect')
  })
  const ends: ConnectionEnds = {
    clientAddress: sourceAddress ?? socket.localAddress ?? '',
    clientPort: socket.localPort ?? 0,
    serverAddress: address,
    serverPort: port,
  }
  progress.ends = ends
  return talkOver(socket, ends, fqdn, progress)
}

function talkOver(
  socket: Socket,
  ends: ConnectionEnds,
  fqdn: string,
  progress: { received: number },
): SmbConnection {
  const frames = smbMessages(socket, longestResponse)
  let nextId = 0n

  async function next(): Promise<Buffer> {
    const { value, done } = await frames
      .next()
      .catch((error: unknown) => {
        throw failureOf(error, 'smb')
      })
      .finally(() => (progress.received = socket.bytesRead))
    if (done) throw new SmbFailure('smb', 'ECONNRESET', `${fqdn} closed the connection`)
    return value
  }

  const connection: SmbConnection = {
    ends,
    sessionId: 0n,
    treeId: 0,
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
      socket.write(smbFrame(request))
      for (let pending = false; ;) {
        const message = await next()
        const [part, ...more] = splitCompound(message) ?? []
        const header = part?.header
        const isAnswer =
          header?.command === command &&
          header.messageId === messageId &&
          (header.flags & headerFlags.response) !== 0
        if (!isAnswer || more.length > 0) {
          throw new SmbFailure('smb', 'INVALID_MESSAGE', `${fqdn} sent what is no response to the request`)
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
            `a response of ${fqdn} is not signed by the session's key`,
          )
        }
        return { header, message }
      }
    },
    close: () => socket.destroySoon(),
  }
  return connection
}

function failureOf(error: unknown, stage: 'connect' | 'smb'): SmbFailure {
  const { code, message } = error as NodeJS.ErrnoException
  return new SmbFailure(
    stage,
    code ?? (error instanceof FramingError ? 'INVALID_MESSAGE' : 'ECONNRESET'),
    message,
  )
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
