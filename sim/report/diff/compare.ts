import type { Recording } from '../../evidence/recording/recording.ts'
import { groupBy } from '../lists.ts'
import { added, aligned, both, laterOf, missing, type Likeness, type Pair } from './align.ts'
import {
  partsOf,
  type AttemptTarget,
  type CellPlace,
  type ComparedAttempt,
  type Entry,
  type Fact,
  type Facts,
  type Part,
} from './endings.ts'

/** What ended in another way in the later of two recordings; `diff --json` prints this. */
export interface Diff {
  same: boolean
  before: Side
  after: Side
  changes: Change[]
  summary: {
    changes: number
    /** Of the changes, by their kind. */
    changed: number
    added: number
    missing: number
    /** Found in both recordings. */
    compared: { scenarios: number; steps: number; cells: number }
    /** The clients of the changes, the most frequent first. */
    clients: { client: string; changes: number }[]
  }
}

/** One of the two recordings. */
export interface Side {
  /** As it was named. */
  recording: string
  cutShort: boolean
}

/** A step or cell that ended in another way, or a step, a cell, a scenario or all tables that only one recording has. */
export interface Change {
  /** `added`: only the later recording has it; `missing`: only the earlier one has it. */
  kind: 'changed' | 'added' | 'missing'
  /** Name of the scenario, or of the hierarchy that was served; null for the tables. */
  scenario: string | null
  /** File of the scenario, or of the hierarchy on which the tables were exercised; null for one that was served. */
  file: string | null
  /** null for a cell, and for a whole scenario. */
  step: string | null
  /** null for all but a cell. */
  cell: CellPlace | null
  /** File and line of the step, in the later recording if it has it; null for a cell. */
  place: string | null
  client: string | null
  before: Facts | null
  after: Facts | null
  /** Of its attempts those that ended in another way, or that only one recording has. */
  attempts: AttemptChange[]
}

/** `before` and `after` have the attempt's id in either recording. */
export interface AttemptChange extends AttemptTarget {
  before: Facts | null
  after: Facts | null
}

/** A recording, and how it is called. */
export interface NamedRecording {
  name: string
  recording: Recording
}

export function diffOf(before: NamedRecording, after: NamedRecording): Diff {
  const parts = pairedParts(partsOf(before.recording), partsOf(after.recording)).map(withEntries)
  const changes = parts.flatMap(changesIn)
  const ofKind = (kind: Change['kind']): number => changes.filter((change) => change.kind === kind).length
  const inBoth = parts.flatMap(({ entries }) => entries).filter(({ kind }) => kind === 'both')
  const cells = inBoth.filter((pair) => laterOf(pair).cell).length
  return {
    same: changes.length === 0,
    before: sideOf(before),
    after: sideOf(after),
    changes,
    summary: {
      changes: changes.length,
      changed: ofKind('changed'),
      added: ofKind('added'),
      missing: ofKind('missing'),
      compared: {
        scenarios: parts.filter(({ pair }) => pair.kind === 'both' && pair.after.kind === 'scenario').length,
        steps: inBoth.length - cells,
        cells,
      },
      clients: clientsOf(changes),
    },
  }
}

/** Whether a recording has a scenario, a step or a cell that can be compared with another one's. */
export function hasEndings(recording: Recording): boolean {
  return partsOf(recording).length > 0
}

/** Each fact that differs; one that a recording lacks counts as none. */
export function factsThatDiffer(before: Facts, after: Facts): { field: string; before: Fact; after: Fact }[] {
  const valueIn = (facts: Facts, field: string): Fact =>
    Object.hasOwn(facts, field) ? (facts[field] ?? null) : null
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: valueIn(before, field), after: valueIn(after, field) }))
    .filter((one) => one.before !== one.after)
}

function sideOf({ name, recording }: NamedRecording): Side {
  return { recording: name, cutShort: !recording.ended }
}

/** By name and file at first, so that a copy of a scenario does not take its place; a renamed one still has its file. */
const partKeys: readonly ((part: Part) => unknown)[] = [
  ({ kind, title, file }) => [kind, title, file],
  ({ kind, title }) => [kind, title],
  ({ kind, file }) => [kind, file],
]

function pairedParts(before: readonly Part[], after: readonly Part[]): Pair<Part>[] {
  const counterparts = new Map<Part, Part>()
  const taken = new Set<Part>()
  for (const keyOf of partKeys) {
    const keyIn = (part: Part): string => JSON.stringify(keyOf(part))
    const free = groupBy(
      after.filter((part) => !taken.has(part)),
      keyIn,
    )
    for (const part of before.filter((one) => !counterparts.has(one))) {
      const other = free.get(keyIn(part))?.shift()
      if (!other) continue
      counterparts.set(part, other)
      taken.add(other)
    }
  }
  return [
    ...before.map((part) => {
      const other = counterparts.get(part)
      return other ? both(part, other) : missing(part)
    }),
    ...after.filter((part) => !taken.has(part)).map((part) => added(part)),
  ]
}

/** A part in both recordings; without entries where one of them lacks it. */
interface PairedPart {
  pair: Pair<Part>
  entries: Pair<Entry>[]
}

function withEntries(pair: Pair<Part>): PairedPart {
  const { kind, before, after } = pair
  return {
    pair,
    entries: kind === 'both' ? aligned(before.entries, after.entries, likenessOfEntries) : [],
  }
}

function likenessOfEntries(one: Entry, other: Entry): Likeness {
  if (one.name !== other.name || one.client !== other.client) return 'another'
  return changeOfEntry(both(one, other)) ? 'changed' : 'alike'
}

function changesIn({ pair, entries }: PairedPart): Change[] {
  const { kind, title, file } = laterOf(pair)
  const inPart = { scenario: kind === 'tables' ? null : title, file }
  if (pair.kind === 'both') {
    return entries.flatMap((entry) => {
      const change = changeOfEntry(entry)
      return change ? [{ ...inPart, ...change }] : []
    })
  }
  const whole = { step: null, cell: null, place: null, client: null, attempts: [] }
  return [{ ...inPart, ...whole, ...sidesOf(pair) }]
}

/** undefined where it ended in the same way. */
function changeOfEntry(pair: Pair<Entry>): Omit<Change, 'scenario' | 'file'> | undefined {
  const attempts = attemptChanges(pair.before?.attempts ?? [], pair.after?.attempts ?? [])
  if (!differs(pair) && attempts.length === 0) return undefined
  const { name, cell, place, client } = laterOf(pair)
  return { step: cell ? null : name, cell, place, client, ...sidesOf(pair), attempts }
}

/** Each client's attempts in their order; those of several clients may come in any. */
function attemptChanges(
  before: readonly ComparedAttempt[],
  after: readonly ComparedAttempt[],
): AttemptChange[] {
  const byClient = groupBy([...before, ...after], ({ target }) => target.client)
  const later = new Set(after)
  return [...byClient.values()].flatMap((itsAttempts) =>
    aligned(
      itsAttempts.filter((one) => !later.has(one)),
      itsAttempts.filter((one) => later.has(one)),
      likenessOfAttempts,
    )
      .filter(differs)
      .map((pair) => ({ ...laterOf(pair).target, before: withId(pair.before), after: withId(pair.after) })),
  )
}

function likenessOfAttempts(one: ComparedAttempt, other: ComparedAttempt): Likeness {
  if (factsThatDiffer(one.target, other.target).length > 0) return 'another'
  return differs(both(one, other)) ? 'changed' : 'alike'
}

function withId(attempt: ComparedAttempt | null): Facts | null {
  return attempt && { id: attempt.id, ...attempt.facts }
}

function differs({ kind, before, after }: Pair<{ facts: Facts }>): boolean {
  return kind !== 'both' || factsThatDiffer(before.facts, after.facts).length > 0
}

function sidesOf({ kind, before, after }: Pair<{ facts: Facts }>): Pick<Change, 'kind' | 'before' | 'after'> {
  return {
    kind: kind === 'both' ? 'changed' : kind,
    before: before?.facts ?? null,
    after: after?.facts ?? null,
  }
}

function clientsOf(changes: readonly Change[]): Diff['summary']['clients'] {
  const counts = new Map<string, number>()
  for (const { client, attempts } of changes) {
    const itsClients = new Set([...(client === null ? [] : [client]), ...attempts.map((one) => one.client)])
    for (const one of itsClients) counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  return [...counts]
    .map(([client, count]) => ({ client, changes: count }))
    .sort((one, other) => other.changes - one.changes)
}
