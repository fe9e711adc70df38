import { connectionKey, type ConnectionEnds, type ServedRequest } from '../../sim/evidence/connection.ts'
import { groupBy } from '../../sim/report/lists.ts'
import type { AttemptEnded, RecordedEvent } from '../../sim/evidence/recording/event.ts'

/**
 * Where the two ends of a recording tell of different requests: one that the client noted and the server did not serve
 * over that very connection, or one that the server served to a client and no attempt of this connection noted.
 */
export function contradictions(events: readonly RecordedEvent[]): string[] {
  return hierarchiesOf(events).flatMap((during) => {
    const served = groupBy(requestsIn(during), connectionKey)
    const unserved = attemptsIn(during).flatMap(({ attempt, ends, exchanges }) => {
      const here = (ends && served.get(connectionKey(ends))) ?? []
      return exchanges.flatMap((exchange) => {
        const noted = `${exchange.method} ${pathOf(exchange.url)}`
        const status = exchange.answer?.status
        const next = here[0]
        const agree =
          next !== undefined &&
          `${next.method} ${next.path}` === noted &&
          (status === undefined || next.status === status)
        if (agree) here.shift()
        // The client may have sent what the server never read.
        return agree || status === undefined ? [] : [`${attempt.id}: ${noted} ${status} was not served`]
      })
    })
    const clients = new Set(attemptsIn(during).flatMap(({ ends }) => (ends ? [ends.clientAddress] : [])))
    const unnoted = [...served.values()]
      .flat()
      // Without a verb it is no request that a client could have noted, but the beginning of a TLS handshake, for one.
      .filter(({ clientAddress, method }) => clients.has(clientAddress) && method !== '')
      .map(
        (request) => `${connectionKey(request)}: ${request.method} ${request.path} was noted by no attempt`,
      )
    return [...unserved, ...unnoted]
  })
}

/** The events of each hierarchy: the next one has other listeners at the same addresses. */
function hierarchiesOf(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const hierarchies: RecordedEvent[][] = []
  for (const event of events) {
    if (event.type === 'opened') hierarchies.push([])
    hierarchies.at(-1)?.push(event)
  }
  return hierarchies
}

function requestsIn(events: readonly RecordedEvent[]): (ServedRequest & ConnectionEnds)[] {
  return events.flatMap((event) => (event.type === 'request' ? [event.request] : []))
}

function attemptsIn(events: readonly RecordedEvent[]): AttemptEnded[] {
  return events.filter((event) => event.type === 'attempt')
}

function pathOf(url: string): string {
  return new URL(url).pathname
}
