import type { Socket } from 'node:net'
import type { ConnectionEnds } from '../evidence/connection.ts'

/** How long one end of a connection waits for the other. */
export interface Patience {
  /** Milliseconds of silence until the other end is given up. */
  timeout: number
  /**
   * Resolves once the other end of a connection is known to answer no more: the silence is counted from then on, however
   * slow the machine is until then. Absent where only time can tell.
   */
  silenceOf?: ((ends: ConnectionEnds) => Promise<void>) | undefined
  /** Is told of a connection that the other end's machine refuses, after which there is nothing to wait for. */
  refused?: ((ends: ConnectionEnds) => void) | undefined
}

/**
 * The parts in which time is counted, each begun after the one before. A process that is stopped, or busy with something
 * else, loses one of them and not all of its patience.
 */
const slices = 20

/** Milliseconds until an end that has said nothing of silence is given up all the same, which only a defect can bring about. */
export const longestWait = 300_000

/**
 * Calls `over` after this many milliseconds in which the process ran; sooner than that many never. Counts anew whenever the
 * number that `heard` returns has changed. The result stops the count.
 */
export function countTime(milliseconds: number, over: () => void, heard = (): number => 0): () => void {
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let last = heard()
  let counted = 0

  function begin(): void {
    // Timers come before sockets in a turn of the event loop: look at what has arrived before deciding.
    timer = setTimeout(() => (turn = setImmediate(count)), Math.ceil(milliseconds / slices))
  }

  function count(): void {
    const now = heard()
    counted = now === last ? counted + 1 : 0
    last = now
    if (counted === slices) over()
    else begin()
  }

  begin()
  return () => {
    clearTimeout(timer)
    clearImmediate(turn)
  }
}

/**
 * Calls `giveUp` when the other end of a connection has been silent for too long; `connected` may be the ends of one that is
 * yet to be established. The result stops the wait.
 */
export function awaitOther(
  { timeout, silenceOf }: Patience,
  connected: ConnectionEnds | Promise<ConnectionEnds>,
  giveUp: () => void,
  heard?: () => number,
): () => void {
  let stopped = false
  const count = (milliseconds: number): (() => void) => countTime(milliseconds, giveUp, heard)
  let stop = count(silenceOf ? longestWait : timeout)
  if (silenceOf) {
    void Promise.resolve(connected)
      .then(silenceOf)
      .then(() => {
        if (stopped) return
        stop()
        stop = count(timeout)
      })
  }
  return () => {
    stopped = true
    stop()
  }
}

/**
 * Calls `giveUp` when an answer is not whole within twice the timeout for silence, which counts anew at every byte. The time is
 * counted in parts of the same length, and in twice as many: of both, silence always runs out first.
 */
export function awaitWhole(
  patience: Patience,
  connected: ConnectionEnds | Promise<ConnectionEnds>,
  giveUp: () => void,
): () => void {
  let stop = awaitOther(patience, connected, () => (stop = countTime(patience.timeout, giveUp)))
  return () => stop()
}

interface AskedEnds extends Pick<Patience, 'refused'> {
  address: string
  port: number
  sourceAddress: string | undefined
}

interface KnownEnds {
  connected(): ConnectionEnds
  /** Undefined unless the error says that the connection was reset. */
  ifReset(error: unknown): ConnectionEnds | undefined
}

/**
 * The ends of a connection that this end makes. The other end may reset it before this end has heard that it is
 * established; then `connect` fails, and the socket no longer knows its port. A closed port refuses instead. Takes the
 * server's end as it was asked for, since a socket that was reset no longer knows its peer.
 */
export function endsOf(socket: Socket, { address, port, sourceAddress, refused }: AskedEnds): KnownEnds {
  let bound = 0
  // Only a socket with a source address is bound before it connects; Node would keep the port 0 of any other.
  if (sourceAddress !== undefined) {
    socket.once('connectionAttempt', () => (bound = socket.localPort ?? 0))
  }
  const from = (clientAddress: string, clientPort: number): ConnectionEnds => ({
    clientAddress,
    clientPort,
    serverAddress: address,
    serverPort: port,
  })
  socket.once('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'ECONNREFUSED' && sourceAddress !== undefined) refused?.(from(sourceAddress, bound))
  })
  return {
    connected: () => from(sourceAddress ?? socket.localAddress ?? '', socket.localPort ?? 0),
    ifReset(error) {
      const { code, syscall } = error as NodeJS.ErrnoException
      if (code !== 'ECONNRESET' || syscall !== 'connect' || sourceAddress === undefined) return undefined
      return bound > 0 ? from(sourceAddress, bound) : undefined
    },
  }
}
