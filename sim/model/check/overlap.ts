import type { AddressRange } from '../../vocabulary/location.ts'

interface OwnedRange {
  owner: unknown
  range: AddressRange
}

/**
 * Every pair of ranges of different owners that share an address. One sweep over the ranges sorted by their first
 * address, so that thousands of them take milliseconds; it yields as it goes, so that the caller may stop.
 */
export function* overlappingPairs<T extends OwnedRange>(ranges: readonly T[]): Generator<[T, T]> {
  for (const version of [4, 6]) {
    yield* sweep(ranges.filter(({ range }) => range.version === version))
  }
}

function* sweep<T extends OwnedRange>(ranges: readonly T[]): Generator<[T, T]> {
  const sorted = [...ranges].sort((one, other) => compare(one.range.first, other.range.first))
  // Ranges that have begun and may not have ended, by owner: an owner's ranges may contain each other by the thousand,
  // and those are not pairs.
  const begun = new Map<unknown, T[]>()
  for (const next of sorted) {
    for (const [owner, ranges] of begun) {
      if (owner === next.owner) continue
      const open = ranges.filter(({ range }) => range.last >= next.range.first)
      if (open.length > 0) begun.set(owner, open)
      else begun.delete(owner)
      for (const earlier of open) yield [earlier, next]
    }
    const own = begun.get(next.owner)
    if (own) own.push(next)
    else begun.set(next.owner, [next])
  }
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0
}
