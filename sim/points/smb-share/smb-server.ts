import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Recorder, ServerSide } from '../../evidence/recorder.ts'
import type { PackageSource } from '../../model/hierarchy.ts'
import { packageShare } from '../../wire/distribution-point/package.ts'
import { FramingError, smbFrame, smbMessages } from '../../wire/framing.ts'
import { packageTree } from '../distribution-point/package-tree.ts'
import { BrokenRuleError, createConversation } from './conversation.ts'
import type { Account } from './sign-in.ts'

export interface SmbServerOptions {
  address: string
  /** SMB has 445; 0 where the system is to choose. */
  port: number
  /** Name of the system that shares. */
  fqdn: string
  recorder: Recorder
  /** What is in the share now. */
  packages(): readonly PackageSource[]
  /** Connections that it accepts at a time; as many as there are where absent. */
  connections?: number
  /** Who else than anonymous may sign in, by NTLMv2; absent: anybody, as a guest. */
  accounts?: readonly Account[]
}

export interface SmbServer {
  address: string
  port: number
  /** Its name. */
  share: string
  close(): Promise<void>
}

/** Bytes. Requests that only read are short. */
const longestRequest = 128 * 1024
const mostConnections = 1024
/** Milliseconds without a byte in either direction. */
const patience = 60_000

/**
 * A read-only share of packages by SMB2, dialect 2.0.2: what a branch distribution point has, and a standard one whose
 * packages are not to be had by HTTP (page bb932208). Bytes of packages follow from their ids and versions.
 */
export async function openSmbServer(options: SmbServerOptions): Promise<SmbServer> {
  const { address, fqdn, recorder, packages, accounts, connections = Infinity } = options
  const sockets = new Set<Socket>()

  function serve(socket: Socket): void {
    const side = recorder.accepted({
      clientAddress: socket.remoteAddress ?? '',
      clientPort: socket.remotePort ?? 0,
      serverAddress: socket.localAddress ?? '',
      serverPort: socket.localPort ?? 0,
    })
    sockets.add(socket)
    socket.setNoDelay()
    socket.setTimeout(patience, () =>
      socket.destroy(new SilenceError(`silent for ${patience / 1000} seconds`)),
    )
    const full = sockets.size > connections
    const talk = converse(socket, side, full).then(
      () => void socket.end(),
      (error: unknown) => {
        const wrong = describe(error)
        if (wrong) side.sawWrong({ stage: 'smb', ...wrong })
        socket.destroy()
      },
    )
    socket.once('close', () => {
      sockets.delete(socket)
      void talk.then(side.closed)
    })
  }

  async function converse(socket: Socket, side: ServerSide, full: boolean): Promise<void> {
    const conversation = createConversation({
      fqdn,
      share: { name: packageShare, files: () => packageTree('', packages()) },
      ...(accounts && { accounts }),
      full,
      sawWrong: (code, message) => side.sawWrong({ stage: 'smb', code, message: `${fqdn}: ${message}` }),
    })
    for await (const request of smbMessages(socket, longestRequest)) {
      const response = conversation.answer(request)
      // Who does not read what was asked for is not listened to either.
      if (response && !socket.write(smbFrame(response))) await writable(socket)
    }
  }

  /** undefined when nobody but this server ended it. */
  function describe(error: unknown): { code: string; message: string } | undefined {
    const message = `${fqdn}: ${error instanceof Error ? error.message : String(error)}`
    if (error instanceof SilenceError) return { code: 'ETIMEDOUT', message }
    if (error instanceof FramingError || error instanceof BrokenRuleError) {
      return { code: 'INVALID_MESSAGE', message }
    }
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_STREAM_PREMATURE_CLOSE' ? undefined : { code: code ?? 'INTERNAL_ERROR', message }
  }

  const server = createServer(serve)
  server.maxConnections = mostConnections
  server.listen(options.port, address)
  await once(server, 'listening')
  const opened = server.address()
  return {
    address,
    port: typeof opened === 'object' && opened ? opened.port : options.port,
    share: packageShare,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

class SilenceError extends Error {}

/** Resolves when more can be written, or never again. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
    if (!socket.writableNeedDrain || socket.destroyed) done()
  })
}
