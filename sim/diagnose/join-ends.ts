import { clockDifference, findOffset, type Offset } from './clock-difference.ts'
import type { ClockDifference } from './failure.ts'
import type { Occurrence } from './occurrence.ts'
import { fittingLines, isTimed, pairLines, type Adjusted, type Pair, type Timed } from './pair-lines.ts'

/** The time that a web server's log covers, whatever its lines say. */
export interface Coverage {
  hosts: Set<string>
  fromMs: number
  toMs: number
}

/** A failed request as far as the logs tell of it. */
export interface JoinedRequest {
  client: Occurrence | null
  server: Occurrence | null
  serverIsSilent: boolean
  /** The client's lines would fit another line of the server as well. */
  ambiguous: boolean
}

export interface JoinedEnds {
  requests: readonly JoinedRequest[]
  /** That of the two machines with most lines in common; null where no two have any. */
  clocks: ClockDifference | null
}

/** Joins what clients tell with what web servers tell; the clocks of each two machines are compared by themselves. */
export function joinEnds(
  clients: readonly Occurrence[],
  servers: readonly Occurrence[],
  coverage: ReadonlyMap<string, Coverage>,
): JoinedEnds {
  const offsets = new Map<string, Offset>()
  const partners = new Map<Occurrence, Pair>()
  const clientMachines = byMachine(clients)
  for (const [server, lines] of byMachine(servers)) {
    const adjusted: Adjusted[] = []
    for (const [machine, requests] of clientMachines) {
      const offset = findOffset(requests, lines)
      if (!offset) continue
      offsets.set(keyOf(machine, server), offset)
      const free = requests.filter((client) => !partners.has(client))
      adjusted.push(...free.map((client) => ({ client, ms: client.at.ms - offset.ms })))
    }
    for (const pair of pairLines(adjusted, lines, addressesOf(adjusted, lines))) {
      partners.set(pair.client, pair).set(pair.server, pair)
      for (const host of pair.client.told.hosts) coverage.get(server)?.hosts.add(host)
    }
  }
  return {
    requests: [
      ...clients.map((client) => {
        const pair = partners.get(client)
        return {
          client,
          server: pair?.server ?? null,
          serverIsSilent: !pair && isCovered(client, offsets, coverage),
          ambiguous: pair?.ambiguous ?? false,
        }
      }),
      ...servers
        .filter((server) => !partners.has(server))
        .map((server) => ({ client: null, server, serverIsSilent: false, ambiguous: false })),
    ],
    clocks: mostProven([...offsets.values()]),
  }
}

function keyOf(client: string, server: string): string {
  return `${client}\n${server}`
}

/** A client has the address from which lines come at the times of its requests, where that is so more than once. */
function addressesOf(adjusted: readonly Adjusted[], servers: readonly Timed[]): Map<string, string> {
  const votes = new Map<string, Map<string, number>>()
  for (const { client, ms } of adjusted) {
    const ofMachine = votes.get(client.told.machine) ?? new Map<string, number>()
    votes.set(client.told.machine, ofMachine)
    const from = new Set(fittingLines(client, ms, servers).map((server) => server.client))
    for (const address of from)
      if (address !== null) ofMachine.set(address, (ofMachine.get(address) ?? 0) + 1)
  }
  return new Map(
    [...votes].flatMap(([machine, ofMachine]) => {
      const [first, second] = [...ofMachine].sort(([, one], [, other]) => other - one)
      return first && first[1] > Math.max(1, second?.[1] ?? 0) ? [[machine, first[0]] as const] : []
    }),
  )
}

/** In the order of time. */
function byMachine(occurrences: readonly Occurrence[]): Map<string, Timed[]> {
  const machines = new Map<string, Timed[]>()
  for (const one of occurrences) {
    if (!isTimed(one)) continue
    const others = machines.get(one.told.machine)
    if (others) others.push(one)
    else machines.set(one.told.machine, [one])
  }
  for (const ofMachine of machines.values()) ofMachine.sort((one, other) => one.at.ms - other.at.ms)
  return machines
}

/** Lines at the very edge of a log may have been written to another file. */
const edgeMs = 5000

/** A log of the asked server has lines before and after the request: had the server seen it, there would be a line. */
function isCovered(
  { at, told }: Occurrence,
  offsets: ReadonlyMap<string, Offset>,
  coverage: ReadonlyMap<string, Coverage>,
): boolean {
  if (at === null) return false
  return [...coverage].some(([machine, { hosts, fromMs, toMs }]) => {
    const offset = offsets.get(keyOf(told.machine, machine))
    if (!offset && !at.zoneKnown) return false
    const ms = at.ms - (offset?.ms ?? 0)
    return told.hosts.some((host) => hosts.has(host)) && ms > fromMs - edgeMs && ms < toMs + edgeMs
  })
}

function mostProven(offsets: readonly Offset[]): ClockDifference | null {
  const [first] = [...offsets].sort((one, other) => other.pairs.length - one.pairs.length)
  return first ? clockDifference(first) : null
}
