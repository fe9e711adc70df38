import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { Recording } from '../../evidence/recording/recording.ts'
import { groupBy } from '../lists.ts'
import type { PlanResult } from '../plan-result.ts'
import { added, aligned, both, laterOf, missing, type Likeness, type Pair } from './align.ts'
import { describedChanges, type DescribedChange } from './described.ts'
import {
  factsThatDiffer,
  partsOf,
  type AttemptTarget,
  type CellPlace,
  type ComparedAttempt,
  type Entry,
  type Facts,
  type Part,
  type PlanPlace,
} from './endings.ts'
import { partsOfPlans } from './plan-endings.ts'

/** What ended in another way in the later of two recordings, or of two plans; `diff --json` prints this. */
export interface Diff {
  /** There is no change. */
  same: boolean
  /** The earlier one, as it was named. */
  before: Side
  /** The later one, as it was named. */
  after: Side
  /** How the hierarchies of what was compared were described differently; empty for plans. */
  described: DescribedChange[]
  /** One for each step, cell or item that ended in another way. */
  changes: Change[]
  /** All changes in numbers. */
  summary: {
    /** All of them. */
    changes: number
    /** Of the changes, by their kind. */
    changed: number
    /** Only in the later one. */
    added: number
    /** Only in the earlier one. */
    missing: number
    /** Found in both. */
    compared: Compared
    /** The clients of the changes, the most frequent first. */
    clients: {
      /** Name of a client. */
      client: string
      /** How many it is in. */
      changes: number
    }[]
  }
}

/** How much was found in both. */
export interface Compared {
  /** Scenarios. */
  scenarios: number
  /** Steps. */
  steps: number
  /** Cells of the tables. */
  cells: number
  /** Groups of clients of a plan. */
  groups: number
  /** Items of a plan's checklist. */
  checks: number
}

/** One of the two, as it was named. */
export type Side =
  | {
      /** File or folder of the recording. */
      recording: string
      /** File of the plan. */
      plan: null
      /** The recording has no end. */
      cutShort: boolean
    }
  | {
      /** File or folder of the recording. */
      recording: null
      /** File of the plan. */
      plan: string
      /** The recording has no end. */
      cutShort: false
    }

/**
 * A step, a cell or an item of a plan that ended in another way, or that only one of the two has; likewise a scenario, all
 * tables, or a group of clients.
 */
export interface Change {
  /** `added`: only the later recording or plan has it; `missing`: only the earlier one has it. */
  kind: 'changed' | 'added' | 'missing'
  /** Name of the scenario, or of the hierarchy that was served; null for the tables, and for a plan. */
  scenario: string | null
  /** File of the scenario, or of the hierarchy of the tables or the plan; null for one that was served. */
  file: string | null
  /** null for a cell, for a whole scenario, and for a plan. */
  step: string | null
  /** null for all but a cell. */
  cell: CellPlace | null
  /** null for all but a plan. */
  planned: PlanPlace | null
  /** File and line of the step, in the later recording if it has it; null where there is no step. */
  place: string | null
  /** Of a group of clients the one that was tried. */
  client: string | null
  /** What it came to in the earlier one; null where that does not have it. */
  before: Facts | null
  /** What it came to in the later one; null where that does not have it. */
  after: Facts | null
  /** Of its attempts those that ended in another way, or that only one recording has. */
  attempts: AttemptChange[]
}

/** `before` and `after` have the attempt's id in either recording. */
export interface AttemptChange extends AttemptTarget {
  /** In the earlier recording; null where that does not have it. */
  before: Facts | null
  /** In the later recording; null where that does not have it. */
  after: Facts | null
}

/** A recording, and how it is called. */
export interface NamedRecording {
  name: string
  recording: Recording
}

export interface NamedPlan {
  name: string
  plan: PlanResult
}

export function diffOf(before: NamedRecording, after: NamedRecording): Diff {
  const sides = { before: sideOf(before), after: sideOf(after) }
  return diffOfParts(sides, partsOf(before.recording), partsOf(after.recording))
}

export function diffOfPlans(before: NamedPlan, after: NamedPlan): Diff {
  const sideOfPlan = ({ name }: NamedPlan): Side => ({ recording: null, plan: name, cutShort: false })
  const sides = { before: sideOfPlan(before), after: sideOfPlan(after) }
  const parts = partsOfPlans(before.plan, after.plan)
  return diffOfParts(sides, parts.before, parts.after)
}

function diffOfParts(
  sides: Pick<Diff, 'before' | 'after'>,
  before: readonly Part[],
  after: readonly Part[],
): Diff {
  const parts = pairedParts(before, after).map(withEntries)
  const changes = parts.flatMap(changesIn)
  const ofKind = (kind: Change['kind']): number => changes.filter((change) => change.kind === kind).length
  return {
    same: changes.length === 0,
    ...sides,
    described: describedChanges(parts.flatMap(({ pair }) => openedIn(pair))),
    changes,
    summary: {
      changes: changes.length,
      changed: ofKind('changed'),
      added: ofKind('added'),
      missing: ofKind('missing'),
      compared: comparedIn(parts),
      clients: clientsOf(changes),
    },
  }
}

/** Whether a recording has a scenario, a step or a cell that can be compared with another one's. */
export function hasEndings(recording: Recording): boolean {
  return partsOf(recording).length > 0
}

function openedIn({ before, after }: Pair<Part>): { before: HierarchyShown; after: HierarchyShown }[] {
  return before?.opened && after?.opened ? [{ before: before.opened, after: after.opened }] : []
}

function sideOf({ name, recording }: NamedRecording): Side {
  return { recording: name, plan: null, cutShort: !recording.ended }
}

function comparedIn(parts: readonly PairedPart[]): Compared {
  const inBoth = parts.filter(({ pair }) => pair.kind === 'both')
  const partsOfKind = (...kinds: Part['kind'][]): PairedPart[] =>
    inBoth.filter(({ pair }) => kinds.includes(laterOf(pair).kind))
  const entriesOfKind = (...kinds: Part['kind'][]): number =>
    partsOfKind(...kinds)
      .flatMap(({ entries }) => entries)
      .filter(({ kind }) => kind === 'both').length
  return {
    scenarios: partsOfKind('scenario').length,
    steps: entriesOfKind('scenario', 'served'),
    cells: entriesOfKind('tables'),
    groups: partsOfKind('group').length,
    checks: entriesOfKind('checklist'),
  }
}

function pairedParts(before: readonly Part[], after: readonly Part[]): Pair<Part>[] {
  const counterparts = new Map<Part, Part>()
  const taken = new Set<Part>()
  const mostKeys = before.reduce((most, { keys }) => Math.max(most, keys.length), 0)
  for (let place = 0; place < mostKeys; place++) {
    // A part that has fewer keys is known by its last one.
    const keyIn = ({ keys }: Part): string => JSON.stringify(keys[place] ?? keys.at(-1))
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
  if (one.key !== other.key) return 'another'
  return changeOfEntry(both(one, other)) ? 'changed' : 'alike'
}

function changesIn({ pair, entries }: PairedPart): Change[] {
  const { scenario, file, planned } = laterOf(pair)
  const inPart = { scenario, file }
  if (pair.kind === 'both') {
    return entries.flatMap((entry) => {
      const change = changeOfEntry(entry)
      return change ? [{ ...inPart, ...change }] : []
    })
  }
  const whole = { step: null, cell: null, planned, place: null, client: null, attempts: [] }
  return [{ ...inPart, ...whole, ...sidesOf(pair) }]
}

/** undefined where it ended in the same way. */
function changeOfEntry(pair: Pair<Entry>): Omit<Change, 'scenario' | 'file'> | undefined {
  const attempts = attemptChanges(earlierAttempts(pair), pair.after?.attempts ?? [])
  if (!differs(pair) && attempts.length === 0) return undefined
  const { step, cell, planned, place, client } = laterOf(pair)
  return { step, cell, planned, place, client, ...sidesOf(pair), attempts }
}

/** As if the same client had made them: of a group of clients it does not matter which one was tried. */
function earlierAttempts({ before, after }: Pair<Entry>): readonly ComparedAttempt[] {
  if (!before || !after || before.client === after.client) return before?.attempts ?? []
  const { client } = after
  return before.attempts.map((attempt) =>
    client !== null && attempt.target.client === before.client
      ? { ...attempt, target: { ...attempt.target, client } }
      : attempt,
  )
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
