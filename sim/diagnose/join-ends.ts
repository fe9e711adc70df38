import { clockDifference, findOffset, isTimed, pairsAt, type Offset, type Timed } from './clock-difference.ts'
import type { ClockDifference } from './failure.ts'
import type { Occurrence } from './occurrence.ts'

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
  const partners = new Map<Occurrence, Occurrence>()
  const offsets = new Map<string, Offset>()
  const serversByMachine = byMachine(servers)
  for (const [machine, ofClient] of byMachine(clients)) {
    for (const [server, ofServer] of serversByMachine) {
      const offset = findOffset(ofClient, ofServer)
      if (!offset) continue
      offsets.set(`${machine}\n${server}`, offset)
      for (const pair of offset.pairs)
        for (const host of pair.client.told.hosts) coverage.get(server)?.hosts.add(host)
      const free = (one: Occurrence): boolean => !partners.has(one)
      const pairs = pairsAt(offset.ms, ofClient.filter(free), ofServer.filter(free))
      for (const pair of pairs) partners.set(pair.client, pair.server).set(pair.server, pair.client)
    }
  }
  return {
    requests: [
      ...clients.map((client) => ({
        client,
        server: partners.get(client) ?? null,
        serverIsSilent: !partners.has(client) && isCovered(client, offsets, coverage),
      })),
      ...servers
        .filter((server) => !partners.has(server))
        .map((server) => ({ client: null, server, serverIsSilent: false })),
    ],
    clocks: mostProven([...offsets.values()]),
  }
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
    const offset = offsets.get(`${told.machine}\n${machine}`)
    if (!offset && !at.zoneKnown) return false
    const ms = at.ms - (offset?.ms ?? 0)
    return told.hosts.some((host) => hosts.has(host)) && ms > fromMs - edgeMs && ms < toMs + edgeMs
  })
}

function mostProven(offsets: readonly Offset[]): ClockDifference | null {
  const [first] = [...offsets].sort((one, other) => other.pairs.length - one.pairs.length)
  return first ? clockDifference(first) : null
}
