import { isTimed, type Timed } from './pair-lines.ts'
import { areOfOneRequest, joined, joinedLines, type Occurrence, type Told } from './occurrence.ts'

/** Between the lines of one request in the logs of two components. */
const gapMs = 1000

/** Later occurrences that are looked at: a client does not write more lines in a second. */
const lookedAt = 30

/**
 * A client tells of one request in the logs of several components: those lines become one occurrence, by thread, time
 * and address. Each log has its part once, and the nearest in time belong together.
 */
export function mergeFiles(occurrences: readonly Occurrence[]): Occurrence[] {
  const timed = occurrences.filter(isTimed).sort(byMachineAndTime)
  const groups = new Map<Timed, Timed[]>(timed.map((one) => [one, [one]]))
  for (const [one, other] of nearest(timed)) {
    const ofOne = groups.get(one) ?? []
    const ofOther = groups.get(other) ?? []
    if (ofOne === ofOther || ofOne.some((mine) => ofOther.some((theirs) => fileOf(mine) === fileOf(theirs))))
      continue
    const all = [...ofOne, ...ofOther]
    for (const member of all) groups.set(member, all)
  }
  const whole = new Map<string, Told>()
  return [
    ...occurrences.filter((one) => one.at === null),
    ...[...new Set(groups.values())].map((group) => merged(group, whole)),
  ]
}

function nearest(timed: readonly Timed[]): (readonly [Timed, Timed])[] {
  const pairs = timed.flatMap((one, at) =>
    timed
      .slice(at + 1, at + 1 + lookedAt)
      .filter(
        (other) =>
          other.told.machine === one.told.machine &&
          other.told.thread === one.told.thread &&
          other.at.ms - one.at.ms <= gapMs &&
          fileOf(other) !== fileOf(one) &&
          one.told.end === 'client' &&
          areOfOneRequest(one.told, other.told),
      )
      .map((other) => ({ one, other, apart: other.at.ms - one.at.ms })),
  )
  pairs.sort((a, b) => a.apart - b.apart)
  return pairs.map(({ one, other }) => [one, other] as const)
}

const numbers = new WeakMap<Told, number>()
let lastNumber = 0

/** The same parts make the same whole, so that it is kept once. */
function merged(group: readonly Timed[], whole: Map<string, Told>): Occurrence {
  const [first, ...others] = group.toSorted((one, other) => one.at.ms - other.at.ms)
  if (!first) throw new RangeError('no group is empty')
  const key = [first, ...others].map(({ told }) => numberOf(told)).join()
  const told = whole.get(key) ?? others.reduce((sum, other) => joined(sum, other.told), first.told)
  whole.set(key, told)
  const lines = others.reduce((sum, other) => joinedLines(sum, other.lines), first.lines)
  return { told, at: (others.at(-1) ?? first).at, client: first.client, lines }
}

function numberOf(told: Told): number {
  const number = numbers.get(told) ?? ++lastNumber
  numbers.set(told, number)
  return number
}

function fileOf({ told }: Occurrence): string {
  return told.file
}

function byMachineAndTime(one: Timed, other: Timed): number {
  return one.told.machine === other.told.machine
    ? one.at.ms - other.at.ms
    : one.told.machine < other.told.machine
      ? -1
      : 1
}
