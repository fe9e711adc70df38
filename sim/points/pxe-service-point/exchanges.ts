import type { EndEvidence } from '../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import type { Recorder } from '../../evidence/recorder.ts'

/** The record of one socket of a client: offer, boot file name and download belong together. */
export interface Exchange {
  /** More is expected of the client, for a while. */
  waits(): void
  over(wrong?: EndEvidence): void
}

export interface Exchanges {
  /** The client's open exchange, or a new one that begins at this port. */
  heard(ends: ConnectionEnds): Exchange
  close(): void
}

/** Milliseconds that an answered client is waited for. */
const longestWait = 10_000
const mostExchanges = 4096

export function openExchanges(recorder: Recorder, fqdn: string): Exchanges {
  const open = new Map<string, Exchange & { heard(): void }>()

  function begin(key: string, ends: ConnectionEnds) {
    const side = recorder.accepted(ends)
    let timer: NodeJS.Timeout | undefined
    const exchange = {
      heard: () => clearTimeout(timer),
      waits() {
        clearTimeout(timer)
        if (open.get(key) === exchange) timer = setTimeout(exchange.over, longestWait)
      },
      over(wrong?: EndEvidence) {
        clearTimeout(timer)
        if (open.get(key) === exchange) open.delete(key)
        if (wrong) side.sawWrong({ ...wrong, message: `${fqdn}: ${wrong.message}` })
        side.closed()
      },
    }
    open.set(key, exchange)
    const [oldest] = open.values()
    if (oldest && open.size > mostExchanges) oldest.over()
    return exchange
  }

  return {
    heard(ends) {
      const key = `${ends.clientAddress}:${ends.clientPort}`
      const exchange = open.get(key) ?? begin(key, ends)
      exchange.heard()
      return exchange
    },
    close() {
      for (const exchange of open.values()) exchange.over()
    },
  }
}
