import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { ServerSide } from '../../evidence/server-view.ts'
import { limits } from '../../limits.ts'
import { countTime } from '../../net/other-end.ts'

/** One boot in the recording, by the client's socket: offer, boot file name and download belong together. */
export interface Exchange extends Pick<ServerSide, 'followsScript' | 'behavedUnusually'> {
  /** A reply is about to be sent: an offer, the name of a boot file, the last block of one, or an error. */
  replied(): void
  /** The server expects another datagram of the client, and ends the exchange if none arrives in time. */
  waits(): void
  /** As of the server's side of a connection. */
  failed(error: unknown): void
  end(wrong?: EndEvidence): void
}

export interface Exchanges {
  /** Notes a datagram: the client's open exchange, or a new one that begins at this port. */
  received(ends: ConnectionEnds): Exchange
  close(): void
}

/** Milliseconds that the server waits for a client after its reply. */
const longestWait = 10_000
const mostExchanges = limits.bootExchanges.value

export function openExchanges(recorder: Recorder, fqdn: string): Exchanges {
  const open = new Map<string, Exchange & { stopWaiting(): void }>()

  function begin(key: string, ends: ConnectionEnds) {
    const side = recorder.accepted(ends, { fqdn, protocol: 'pxe', transport: 'udp' })
    let stopWaiting = (): void => undefined
    const exchange = {
      stopWaiting: () => stopWaiting(),
      replied: side.replied,
      failed: side.failed,
      followsScript: side.followsScript,
      behavedUnusually: side.behavedUnusually,
      waits() {
        stopWaiting()
        if (open.get(key) === exchange) stopWaiting = countTime(longestWait, exchange.end)
      },
      end(wrong?: EndEvidence) {
        stopWaiting()
        if (open.get(key) === exchange) open.delete(key)
        if (wrong) side.sawWrong({ ...wrong, message: `${fqdn}: ${wrong.message}` })
        side.closed()
      },
    }
    open.set(key, exchange)
    const [oldest] = open.values()
    if (oldest && open.size > mostExchanges) oldest.end()
    return exchange
  }

  return {
    received(ends) {
      const key = `${ends.clientAddress}:${ends.clientPort}`
      const exchange = open.get(key) ?? begin(key, ends)
      exchange.stopWaiting()
      return exchange
    },
    close() {
      for (const exchange of open.values()) exchange.end()
    },
  }
}
