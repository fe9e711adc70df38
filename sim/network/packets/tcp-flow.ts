import type { ConnectionEnds } from '../../evidence/connection.ts'
import type { ConnectionTraffic } from '../../evidence/traffic.ts'
import type { End } from '../../vocabulary/network.ts'
import { largestSegment, tcpPacket, type Endpoint } from '../../wire/pcapng/packets.ts'

/**
 * The packets of a TCP connection, from what its listener's socket tells. Segments are as long as the pieces that the socket
 * received and sent, and each acknowledges all that the other end has sent by then; there are no others that only acknowledge.
 */
export function tcpFlow(
  ends: ConnectionEnds,
  first: number,
  put: (packet: Buffer) => void,
): ConnectionTraffic {
  const places = placesOf(ends)
  /** The next number of each end. */
  const next: Record<End, number> = { client: first, server: first }
  const done: Record<End, boolean> = { client: false, server: false }
  let isReset = false

  function send(from: End, segment: Pick<Parameters<typeof tcpPacket>[0], 'flags' | 'opens' | 'data'>): void {
    const to = otherEnd[from]
    const isFirst = from === 'client' && segment.opens === true
    const acknowledged = isFirst ? undefined : next[to]
    put(tcpPacket({ from: places[from], to: places[to], sequence: next[from], acknowledged, ...segment }))
    const numbered = segment.flags.filter((flag) => flag === 'syn' || flag === 'fin').length
    next[from] = (next[from] + numbered + (segment.data?.length ?? 0)) % 2 ** 32
  }

  send('client', { flags: ['syn'], opens: true })
  send('server', { flags: ['syn'], opens: true })
  send('client', { flags: [] })

  function finished(from: End): void {
    if (isReset || done[from]) return
    done[from] = true
    send(from, { flags: ['fin'] })
  }

  return {
    sent(from, bytes) {
      if (isReset || done[from]) return
      for (let at = 0; at < bytes.length; at += largestSegment) {
        const data = bytes.subarray(at, at + largestSegment)
        const isLast = at + data.length === bytes.length
        send(from, { flags: isLast ? ['psh'] : [], data })
      }
    },
    finished,
    reset(from) {
      if (isReset) return
      isReset = true
      send(from, { flags: ['rst'] })
    },
    // The kernel ends what the listener has let go.
    closed: () => finished('server'),
  }
}

/** A port on which nobody listens answers by a reset. */
export function refusedConnection(ends: ConnectionEnds, first: number): Buffer[] {
  const { client, server } = placesOf(ends)
  return [
    tcpPacket({ from: client, to: server, sequence: first, flags: ['syn'], opens: true }),
    tcpPacket({ from: server, to: client, sequence: 0, acknowledged: (first + 1) % 2 ** 32, flags: ['rst'] }),
  ]
}

export function placesOf(ends: ConnectionEnds): Record<End, Endpoint> {
  return {
    client: { address: ends.clientAddress, port: ends.clientPort },
    server: { address: ends.serverAddress, port: ends.serverPort },
  }
}

export const otherEnd = { client: 'server', server: 'client' } as const satisfies Record<End, End>
