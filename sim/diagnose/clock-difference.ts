import type { ClockDifference } from './failure.ts'
import { areOfOneRequest, type Occurrence } from './occurrence.ts'

/** A failed request at one end, with its time. */
export interface Timed extends Occurrence {
  at: NonNullable<Occurrence['at']>
}

export function isTimed(occurrence: Occurrence): occurrence is Timed {
  return occurrence.at !== null
}

/** What a client's line and a server's line of one request have in common, but for their times. */
export interface Pair {
  client: Timed
  server: Timed
}

/** The client's clock less the server's, by which most of their lines fit together. */
export interface Offset {
  ms: number
  pairs: readonly Pair[]
}

/** No two zones are farther apart, and then the clocks may be wrong as well. */
const farthestMs = 27 * 3600_000
/** A clock that has its zone right is seldom farther out: Kerberos allows five minutes. */
const nearMs = 15 * 60_000
/** A web server logs whole seconds, at the end of a request; a client when it has given up. */
const toleranceMs = 2500
const binMs = 1000

/** Lines of each end that are compared: more of them would say the same. */
const compared = 400
/** Offsets that are tried in earnest. */
const tried = 6

/**
 * Finds how two clocks differ: each pair of lines that can be of one request votes for a difference, and the one that
 * joins most lines wins. An offset without a word on the zone needs two lines that bear it out, or has to be the only one.
 */
export function findOffset(clients: readonly Timed[], servers: readonly Timed[]): Offset | null {
  const some = clients.slice(0, compared)
  const votes = new Map<number, number>()
  for (const client of some) {
    for (const server of between(servers, client.at.ms - farthestMs, client.at.ms + farthestMs)) {
      if (!areOfOneRequest(client.told, server.told)) continue
      const bin = Math.round((client.at.ms - server.at.ms) / binMs)
      for (const near of [bin - 1, bin, bin + 1]) votes.set(near, (votes.get(near) ?? 0) + 1)
    }
  }
  const bins = [...votes].sort(
    ([one, votesOfOne], [other, votesOfOther]) =>
      votesOfOther - votesOfOne || Math.abs(one) - Math.abs(other),
  )
  const zonesKnown = [...some, ...servers.slice(0, 1)].every(({ at }) => at.zoneKnown)
  const isNear = ([bin]: readonly [number, number]): boolean => Math.abs(bin) * binMs <= nearMs
  const best = (candidates: readonly (readonly [number, number])[]): Offset | null => {
    const offsets = candidates.slice(0, tried).map(([bin]) => ({
      ms: bin * binMs,
      pairs: pairsAt(bin * binMs, some, servers),
    }))
    return offsets.reduce<Offset | null>(
      (one, other) => (one && one.pairs.length >= other.pairs.length ? one : other),
      null,
    )
  }
  const near = zonesKnown ? best(bins.filter(isNear)) : null
  const far = best(bins)
  const chosen = near && near.pairs.length * 2 >= (far?.pairs.length ?? 0) ? near : far
  if (!chosen || chosen.pairs.length === 0) return null
  const isProven = chosen === near || chosen.pairs.length > 1 || bins.length <= 3
  return isProven ? chosen : null
}

/** Joins each line with the nearest of the other end; a line belongs to one request. */
export function pairsAt(offsetMs: number, clients: readonly Timed[], servers: readonly Timed[]): Pair[] {
  const possible = clients.flatMap((client) => {
    const ms = client.at.ms - offsetMs
    return between(servers, ms - toleranceMs, ms + toleranceMs)
      .filter((server) => areOfOneRequest(client.told, server.told))
      .map((server) => ({ client, server, apart: Math.abs(server.at.ms - ms) }))
  })
  possible.sort((one, other) => one.apart - other.apart)
  const taken = new Set<Timed>()
  return possible.filter(({ client, server }) => {
    if (taken.has(client) || taken.has(server)) return false
    taken.add(client).add(server)
    return true
  })
}

/** Those of a time, out of occurrences in the order of time. */
function between(all: readonly Timed[], from: number, to: number): Timed[] {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((all[middle]?.at.ms ?? 0) < from) low = middle + 1
    else high = middle
  }
  const found: Timed[] = []
  for (let at = low; at < all.length && found.length < compared; at++) {
    const one = all[at]
    if (!one || one.at.ms > to) break
    found.push(one)
  }
  return found
}

const quarterMs = 15 * 60_000

/** The difference in words of clocks: whole quarters of an hour are a zone's, the rest is the clock's. */
export function clockDifference({ ms, pairs }: Offset): ClockDifference {
  const zoneMs = Math.abs(ms) > nearMs / 2 ? Math.round(ms / quarterMs) * quarterMs : 0
  return { zoneMinutes: zoneMs / 60_000, skewMs: ms - zoneMs, pairs: pairs.length }
}
