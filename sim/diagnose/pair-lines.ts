import { canAgree, type Occurrence } from './occurrence.ts'

/** A failed request at one end, with its time. */
export interface Timed extends Occurrence {
  at: NonNullable<Occurrence['at']>
}

export function isTimed(occurrence: Occurrence): occurrence is Timed {
  return occurrence.at !== null
}

/** A client's request, with its time by the clock of the server. */
export interface Adjusted {
  client: Timed
  ms: number
}

/** The lines of both ends that tell of one request. */
export interface Pair {
  client: Timed
  server: Timed
  /** Another line of the server would fit as well, and says something else. */
  ambiguous: boolean
}

/** A web server logs whole seconds, at the end of a request; a client when it has given up. */
const toleranceMs = 2500
const secondMs = 1000

/**
 * Joins each client's request with a line of the server; a line belongs to one request. Both ends log in order, so that
 * of lines in one second the earliest is taken. Requests with an answer come first: they have to have a line.
 * `addresses`: those of clients, by their machines, where they are known.
 */
export function pairLines(
  clients: readonly Adjusted[],
  servers: readonly Timed[],
  addresses: ReadonlyMap<string, string>,
): Pair[] {
  const inOrder = clients.toSorted((one, other) => one.ms - other.ms)
  const answered = inOrder.filter(({ client }) => client.told.status !== null)
  const others = inOrder.filter(({ client }) => client.told.status === null)
  const taken = new Set<Timed>()
  return [...answered, ...others].flatMap(({ client, ms }) => {
    const fitting = fittingLines(client, ms, servers)
    const address = addresses.get(client.told.machine)
    const own = address === undefined ? fitting : fitting.filter((server) => server.client === address)
    const [best, ...rest] = (own.length > 0 ? own : fitting).filter((server) => !taken.has(server))
    if (!best) return []
    taken.add(best)
    return [{ client, server: best, ambiguous: rest.some((one) => one.told !== best.told) }]
  })
}

/** The lines that can be of a client's request, the nearest second first; `servers` are in the order of time. */
export function fittingLines(client: Timed, ms: number, servers: readonly Timed[]): Timed[] {
  const apart = ({ at }: Timed): number => Math.abs(Math.floor(ms / secondMs) - Math.floor(at.ms / secondMs))
  return linesBetween(servers, ms - toleranceMs, ms + toleranceMs)
    .filter((server) => canAgree(client.told, server.told))
    .sort((one, other) => apart(one) - apart(other))
}

/** The lines of a time, out of lines in the order of time. */
export function linesBetween(all: readonly Timed[], from: number, to: number): readonly Timed[] {
  return all.slice(placeOf(all, from), placeOf(all, to + 1))
}

/** The place of the first line that is not before a time. */
function placeOf(all: readonly Timed[], ms: number): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((all[middle]?.at.ms ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}
