import { groupBy } from '../report/lists.ts'
import { partName, type Damaged, type Part, type PartHead } from './part-file.ts'
import { shardText, type Shard } from './partition.ts'

/** Everything that stands in the way of joining parts; `repeatable`: the work of one shard, done once more, mends it. */
const obstacles = {
  missing: { repeatable: true },
  'cut-short': { repeatable: true },
  changed: { repeatable: true },
  'no-part': { repeatable: false },
  'other-format': { repeatable: false },
  foreign: { repeatable: false },
  contradictory: { repeatable: false },
} as const satisfies Record<Damaged['kind'], unknown> & Record<string, { repeatable: boolean }>

/** What stands in the way of joining parts. */
export interface Obstacle {
  /** Stable, for programs. */
  code: keyof typeof obstacles
  /** null where the file does not say it. */
  shard: Shard | null
  /** null where there is none. */
  file: string | null
  /** A sentence without its full stop. */
  message: string
  /** The command line that makes the part anew, after the program's name; null where none would help. */
  anew: string[] | null
}

/** Whether it is enough to do the work of some shards once more. */
export function isRepeatable(found: readonly Obstacle[]): boolean {
  return found.every(({ code }) => obstacles[code].repeatable)
}

/** Parts that belong together: one of each shard, in order. */
export interface CompleteSet {
  head: PartHead
  parts: Part[]
}

/** What was found in the folders: whole parts, files that are none, and the shards whose parts are still unfinished. */
export interface Found {
  parts: readonly Part[]
  damaged: readonly (Damaged & { shard: Shard | null })[]
  unfinished: readonly Shard[]
}

/** Joins nothing: only says whether everything is there, or what is missing, damaged, foreign or contradictory. */
export function completeSet({ parts, damaged, unfinished }: Found): CompleteSet | Obstacle[] {
  const [reference = [], ...others] = [...groupBy(parts, kinOf).values()].sort((a, b) => b.length - a.length)
  const [head] = reference
  const strangers = others.flat().map((part) => foreign(part, head))
  const byShard = groupBy(reference, ({ shard, total }) => shardText({ number: shard, total }))
  const contradictions = [...byShard.values()].flatMap(contradictory)
  const spoilt = damaged
    // A part may have been made anew in another folder.
    .filter(({ shard }) => !(shard && byShard.has(shardText(shard))))
    .map((one) => unusable(one, head))
  if (!head) return [...spoilt, ...unfinished.map((shard) => interrupted(shard))]
  const absent = shardsOf(head)
    .filter((shard) => !byShard.has(shardText(shard)))
    .filter((shard) => !spoilt.some((one) => one.shard && isSame(one.shard, shard)))
    .map((shard) =>
      unfinished.some((one) => isSame(one, shard)) ? interrupted(shard, head) : missing(shard, head),
    )
  const found = [...strangers, ...contradictions, ...spoilt, ...absent]
  if (found.length > 0) return found
  return { head, parts: shardsOf(head).flatMap((shard) => byShard.get(shardText(shard))?.[0] ?? []) }
}

/** Parts with the same are of one work. */
function kinOf({ sitemode, work, total, input }: PartHead): string {
  return JSON.stringify([sitemode, work, total, input])
}

function foreign(part: Part, head: PartHead | undefined): Obstacle {
  const { file, shard, total } = part
  const other = head ? differences(part, head) : ''
  const message = `this is a part of another work than the others: ${other}`
  return {
    code: 'foreign',
    shard: { number: shard, total },
    file,
    message,
    anew: head ? again(head, shard) : null,
  }
}

function differences(part: PartHead, head: PartHead): string {
  const { sitemode, total } = head
  if (part.total !== total) return `it is one of ${part.total}, they are of ${total}`
  if (part.sitemode !== sitemode) return `sitemode ${part.sitemode} made it, and ${sitemode} made them`
  return 'its files, seed or options were not the same'
}

function contradictory(same: readonly Part[]): Obstacle[] {
  const [first, ...others] = same
  if (!first) return []
  return others
    .filter(({ digest }) => digest !== first.digest)
    .map(({ file, shard, total }) => ({
      code: 'contradictory',
      shard: { number: shard, total },
      file,
      message: `this part and ${first.file} are of the same shard, and came to different results; one of them is not what this version and this input give`,
      anew: again(first, shard),
    }))
}

function unusable(
  { file, kind, wrong, shard }: Found['damaged'][number],
  head: PartHead | undefined,
): Obstacle {
  const anew = head && shard?.total === head.total ? again(head, shard.number) : null
  return { code: kind, shard, file, message: `this ${wrong}`, anew }
}

function missing(shard: Shard, head: PartHead): Obstacle {
  const message = `shard ${shardText(shard)} is missing: no ${partName(shard)} was found`
  return { code: 'missing', shard, file: null, message, anew: again(head, shard.number) }
}

function interrupted(shard: Shard, head?: PartHead): Obstacle {
  const message = `shard ${shardText(shard)} has not come to its end: its part is unfinished`
  return { code: 'missing', shard, file: null, message, anew: head ? again(head, shard.number) : null }
}

/** The command of a part, for another shard. */
function again({ command, total }: PartHead, number: number): string[] {
  const [at, length] = shardOption(command)
  const shard = shardText({ number, total })
  return command.toSpliced(at, length, ...(length === 1 ? [`--shard=${shard}`] : ['--shard', shard]))
}

/** The command that does the whole work in one process. */
export function wholeCommand({ command }: PartHead): string[] {
  return command.toSpliced(...shardOption(command))
}

/** Where the option stands in a command, and how many words it has. */
function shardOption(command: readonly string[]): [at: number, length: 0 | 1 | 2] {
  const at = command.findIndex((word) => word === '--shard' || word.startsWith('--shard='))
  if (at === -1) return [command.length, 0]
  return [at, command[at] === '--shard' ? 2 : 1]
}

function isSame(one: Shard, other: Shard): boolean {
  return one.number === other.number && one.total === other.total
}

function shardsOf({ total }: PartHead): Shard[] {
  return Array.from({ length: total }, (_, index) => ({ number: index + 1, total }))
}
