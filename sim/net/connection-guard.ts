import type { Socket } from 'node:net'
import type { ServerSide } from '../evidence/server-view.ts'
import { limits } from '../limits.ts'
import type { Stage, TcpProtocol } from '../vocabulary/network.ts'

/** How far a connection has got. Its server keeps it up to date. */
export interface ConnectionProgress {
  /** What the client has to do next, or the server. */
  stage: Stage
  /** Requests of which the server has read what it needs in order to answer. */
  read: number
  /** Requests that are being answered. */
  open: number
  /** A script has the server keep the client waiting, for as long as it says. */
  isHeld: boolean
}

/** A connection that a listener has accepted. */
interface Guarded {
  socket: Socket
  side: Pick<ServerSide, 'sawWrong'>
  clientAddress: string
  progress: ConnectionProgress
}

interface ConnectionGuard {
  watch(connection: Guarded): void
}

/** What a connection was like when the guard last looked, and how often it has been so. */
interface Watched extends Guarded {
  moved: number
  read: number
  still: number
}

/** The seconds that a connection has for its next request, or that it may stand still while one is answered. */
const patience: Readonly<Record<TcpProtocol, number>> = {
  http: limits.webSilence.value,
  https: limits.webSilence.value,
  smb: limits.shareSilence.value,
  ldap: limits.directorySilence.value,
  dns: limits.nameServerSilence.value,
}

/** A limit is counted in this many parts, each begun after the one before: a process that was stopped loses one of them. */
const parts = 4

interface GuardOptions {
  protocol: TcpProtocol
  fqdn: string
  /** Whether a simulated machine waits at this address: its connections are let alone, however slow this process is. */
  isAwaited(clientAddress: string): boolean
  /** Sockets that a fault has taken over: they end with the fault. */
  taken: ReadonlySet<Socket>
}

/**
 * Keeps the connections of strangers to one listener from holding it up: those that bring no request in time are closed, and
 * beyond a number of them the one that has been still for longest gives way to the next.
 */
export function createConnectionGuard(options: GuardOptions): ConnectionGuard {
  const { protocol, fqdn, isAwaited, taken } = options
  const watched = new Set<Watched>()
  const strangers = new Set<Watched>()
  let looking: NodeJS.Timeout | undefined

  function look(): void {
    for (const one of watched) {
      const moved = bytesMoved(one.socket)
      const { read, open, isHeld } = one.progress
      const isLate = open === 0 && read === one.read
      const isAsBefore = isLate || moved === one.moved
      Object.assign(one, {
        moved,
        read,
        still: isAsBefore && !isHeld && !isAwaited(one.clientAddress) ? one.still + 1 : 0,
      })
      if (one.still > parts && !taken.has(one.socket)) {
        close(one, 'ETIMEDOUT', `no whole request, or nothing of an answer, in ${patience[protocol]} seconds`)
      }
    }
  }

  function giveWay(): void {
    const [oldest, ...others] = strangers
    if (!oldest) return
    const stillest = others.reduce((most, one) => (one.still > most.still ? one : most), oldest)
    close(
      stillest,
      'GAVE_WAY',
      `closed for a newer connection, above ${limits.connections.value} of other programs`,
    )
  }

  function close({ socket, side, progress }: Watched, code: string, message: string): void {
    const { stage, read, open } = progress
    // Whoever is between two requests, or has said nothing at all, has no request that failed.
    if (open > 0 || (read === 0 && socket.bytesRead > 0))
      side.sawWrong({ stage, code, message: `${fqdn}: ${message}` })
    socket.destroy()
  }

  return {
    watch(connection) {
      const { socket, clientAddress } = connection
      const one = { ...connection, moved: 0, read: 0, still: 0 }
      watched.add(one)
      if (!isAwaited(clientAddress)) strangers.add(one)
      socket.once('close', () => {
        watched.delete(one)
        strangers.delete(one)
        if (watched.size > 0) return
        clearInterval(looking)
        looking = undefined
      })
      looking ??= setInterval(look, (patience[protocol] * 1000) / parts).unref()
      if (strangers.size > limits.connections.value) giveWay()
    },
  }
}

/** Bytes that have come, and those that have gone as far as the network. */
function bytesMoved({ bytesRead, bytesWritten, writableLength }: Socket): number {
  return bytesRead + bytesWritten - writableLength
}
