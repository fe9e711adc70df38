import type { EndEvidence } from '../../evidence/attempt.ts'
import type { Recorder } from '../../evidence/recorder.ts'

/** What is written down of one socket of a client's: offer, boot file name and download belong together. */
export interface Exchange {
  /** Something of the client's is yet to come: it is waited for, for so long. */
  waits(): void
  over(wrong?: EndEvidence): void
}

export interface Exchanges {
  /** The client's exchange that goes on, or a new one that began at this port. */
  heard(client: { address: string; port: number }, serverPort: number): Exchange
  close(): void
}

/** Milliseconds after which a client that was answered is not waited for any more. */
const longestWait = 10_000
const mostExchanges = 4096

export function openExchanges(recorder: Recorder, fqdn: string, serverAddress: string): Exchanges {
  const open = new Map<string, Exchange & { heard(): void }>()

  function begin(key: string, clientAddress: string, clientPort: number, serverPort: number) {
    const side = recorder.accepted({ clientAddress, clientPort, serverAddress, serverPort })
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
    heard({ address, port }, serverPort) {
      const key = `${address}:${port}`
      const exchange = open.get(key) ?? begin(key, address, port, serverPort)
      exchange.heard()
      return exchange
    },
    close() {
      for (const exchange of open.values()) exchange.over()
    },
  }
}
