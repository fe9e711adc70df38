import type { ClockDifference } from './failure.ts'
import { canAgree } from './occurrence.ts'
import { linesBetween, pairLines, type Pair, type Timed } from './pair-lines.ts'

/** The client's clock less the server's, by which most of their lines fit together. */
export interface Offset {
  ms: number
  pairs: readonly Pair[]
}

/** No two zones are farther apart, and then the clocks may be wrong as well. */
const farthestMs = 27 * 3600_000
/** A clock that has its zone right is seldom farther out: Kerberos allows five minutes. */
const nearMs = 15 * 60_000
const binMs = 1000

/** Requests that are compared at an offset: more of them would say the same. */
const compared = 400
/** Pairs of lines that vote. */
const voters = 100_000
/** Offsets that are tried in earnest. */
const tried = 6

/** A difference of the clocks, and how many pairs of lines would have it. */
type Vote = readonly [bin: number, votes: number]

/**
 * Finds how two clocks differ: each pair of lines that can be of one request votes for a difference, and the one that
 * joins most lines wins. Where the zones are known, the clocks are taken to differ by minutes if that joins half of the
 * requests. One that a single pair shows counts only where no other is possible.
 */
export function findOffset(clients: readonly Timed[], servers: readonly Timed[]): Offset | null {
  const some = evenly(clients, compared)
  const zonesKnown = [...some, ...servers.slice(0, 1)].every(({ at }) => at.zoneKnown)
  const near = zonesKnown ? bestOf(votesFor(some, servers, nearMs), some, servers) : null
  if (near && near.pairs.length * 2 >= some.length) return near
  const votes = votesFor(some, servers, farthestMs)
  const far = bestOf(votes, some, servers)
  if (near && near.pairs.length * 2 >= (far?.pairs.length ?? 0)) return near
  return far && (far.pairs.length > 1 || votes.length <= neighbours) ? far : null
}

/** So many of them, from the whole time. */
function evenly(all: readonly Timed[], most: number): Timed[] {
  const step = Math.max(1, all.length / most)
  return all.filter((_one, index) => Math.floor(index / step) > Math.floor((index - 1) / step))
}

/** A pair votes for its own second and for those beside it, since lines of one request need not be of one second. */
const neighbours = 3

/** Those with most votes first, and of these the smallest. */
function votesFor(clients: readonly Timed[], servers: readonly Timed[], apartMs: number): Vote[] {
  const votes = new Map<number, number>()
  let voted = 0
  for (const client of clients) {
    const { ms } = client.at
    for (const server of linesBetween(servers, ms - apartMs, ms + apartMs)) {
      if (!canAgree(client.told, server.told)) continue
      voted++
      const bin = Math.round((ms - server.at.ms) / binMs)
      for (const near of [bin - 1, bin, bin + 1]) votes.set(near, (votes.get(near) ?? 0) + 1)
    }
    if (voted > voters) break
  }
  return [...votes].sort(
    ([one, votesOfOne], [other, votesOfOther]) =>
      votesOfOther - votesOfOne || Math.abs(one) - Math.abs(other),
  )
}

/** The offset that joins most lines; of several, the one with most votes. */
function bestOf(votes: readonly Vote[], clients: readonly Timed[], servers: readonly Timed[]): Offset | null {
  const offsets = votes.slice(0, tried).map(([bin]) => {
    const ms = bin * binMs
    const adjusted = clients.map((client) => ({ client, ms: client.at.ms - ms }))
    return { ms, pairs: pairLines(adjusted, servers, new Map()) }
  })
  return offsets.reduce<Offset | null>(
    (best, offset) => (offset.pairs.length > (best?.pairs.length ?? 0) ? offset : best),
    null,
  )
}

const quarterMs = 15 * 60_000

/** The difference in words of clocks: whole quarters of an hour are a zone's, the rest is the clock's. */
export function clockDifference({ ms, pairs }: Offset): ClockDifference {
  const zoneMs = Math.abs(ms) > nearMs / 2 ? Math.round(ms / quarterMs) * quarterMs : 0
  return { zoneMinutes: zoneMs / 60_000, skewMs: ms - zoneMs, pairs: pairs.length }
}
