import type { Attempt } from '../../evidence/attempt.ts'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { ClientShown, HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { RecordedHierarchy, Recording } from '../../evidence/recording/recording.ts'
import type { CellResult, StepResult, TableResult } from '../../evidence/results.ts'
import type { PlanChange, PlanGroup, PlannedSwitch, PreflightCheck } from '../plan-result.ts'
import { placeOf, verdictOf } from '../verdict.ts'

/**
 * How each step and cell of a recording ended, and each of their attempts, in facts that do not depend on when and where
 * it was run: without times, ports, addresses and the ids of attempts.
 */

export type Fact = string | number | boolean | null
/** Fields that are compared, by name. */
export type Facts = Readonly<Record<string, Fact>>

/**
 * Of a recording a scenario, a hierarchy that was served, or the tables; of a plan its frame (the switches and the sum),
 * the checklist, or a group of clients.
 */
export interface Part {
  kind: 'scenario' | 'served' | 'tables' | 'frame' | 'checklist' | 'group'
  /** What makes it the same part in another run, the most particular first. */
  keys: readonly unknown[]
  /** Name of the scenario, or of the hierarchy that was served; null for every other part. */
  scenario: string | null
  /** Of the scenario, or of the hierarchy; null for one that was served. */
  file: string | null
  /** null for all but a group. */
  planned: PlanPlace | null
  /** The hierarchy as it was described; null for the tables, and for a plan. */
  opened: HierarchyShown | null
  entries: Entry[]
  facts: Facts
}

/** A step, a cell, or an item of a plan. */
export interface Entry {
  /** What makes it the same entry of its part in another run. */
  key: string
  /** null for all but a step. */
  step: string | null
  /** null for all but a cell. */
  cell: CellPlace | null
  /** null for all but an item of a plan. */
  planned: PlanPlace | null
  /** Of a group of clients the one that was tried. */
  client: string | null
  /** The file and line of a step; null for every other entry. */
  place: string | null
  facts: Facts
  attempts: ComparedAttempt[]
}

/** Each fact that differs; one that a recording lacks counts as none. */
export function factsThatDiffer(before: Facts, after: Facts): { field: string; before: Fact; after: Fact }[] {
  const valueIn = (facts: Facts, field: string): Fact =>
    Object.hasOwn(facts, field) ? (facts[field] ?? null) : null
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: valueIn(before, field), after: valueIn(after, field) }))
    .filter((one) => one.before !== one.after)
}

/** Where a cell stands. */
export interface CellPlace {
  /** Id of the table. */
  table: string
  /** Id of the row. */
  siteSystem: string
  /** Id of the column. */
  column: string
}

/** What of a plan it is: `group` is all that becomes of its clients, `change` one act of theirs at one place. */
export type PlanPlace =
  | { of: 'phases' }
  | ({ of: 'switch' } & Pick<PlannedSwitch, 'site' | 'mode'>)
  | { of: 'summary' }
  | ({ of: 'check' } & Pick<PreflightCheck, 'site' | 'check'>)
  | {
      of: 'group'
      /** Whom it is about. */
      group: PlanGroup
    }
  | ({
      of: 'change'
      /** Whom it is about. */
      group: PlanGroup
    } & Pick<PlanChange, 'act' | 'content' | 'visiting'>)
  /** What became of each of its clients that were run. */
  | {
      of: 'differing'
      /** Whom it is about. */
      group: PlanGroup
    }

export interface ComparedAttempt {
  id: string
  target: AttemptTarget
  facts: Facts
}

/** What makes an attempt the same one in another run. */
export type AttemptTarget = Pick<Attempt, 'client' | 'role' | 'relation' | 'system' | 'protocol' | 'forced'>

export type AttemptsById = ReadonlyMap<string, Attempt>

export function partsOf({ hierarchies, tables }: Recording): Part[] {
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const withSteps = hierarchies.filter(({ scenario, steps }) => scenario !== null || steps.length > 0)
  return [
    ...withSteps.map((one) => partOfHierarchy(one, byId)),
    ...(tables ? [partOfTables(tables.tables, tables.hierarchy, byId)] : []),
  ]
}

function partOfHierarchy(hierarchy: RecordedHierarchy, byId: AttemptsById): Part {
  const { scenario, opened, passed } = hierarchy
  const file = scenario?.file ?? null
  const name = scenario?.name ?? opened.name
  const kind = scenario ? 'scenario' : 'served'
  const entries = stepsWithChanges(hierarchy).map(({ step, became }): Entry => ({
    key: JSON.stringify([step.name, step.client]),
    step: step.name,
    cell: null,
    planned: null,
    client: step.client,
    place: placeOf(file ?? opened.name, step),
    facts: factsOfStep(step, became),
    attempts: comparedAttempts(step.attempts, byId),
  }))
  return {
    kind,
    // By name and file at first, so that a copy of a scenario does not take its place; a renamed one still has its file.
    keys: [
      [kind, name, file],
      [kind, name],
      [kind, null, file],
    ],
    scenario: name,
    file,
    planned: null,
    opened,
    entries,
    facts: { passed, steps: entries.length },
  }
}

/** Each step, with its client as the step left it where it changed the client. */
function stepsWithChanges({ lines }: RecordedHierarchy): { step: StepResult; became?: ClientShown }[] {
  const changed = new Map<string, ClientShown>()
  return lines.flatMap((line) => {
    switch (line.type) {
      case 'step':
        changed.clear()
        return []
      case 'client':
        changed.set(line.client.name, line.client)
        return []
      case 'step-ended': {
        const became = changed.get(line.step.client ?? '')
        return [{ step: line.step, ...(became && { became }) }]
      }
      default:
        return []
    }
  })
}

function factsOfStep(step: StepResult, became?: ClientShown): Facts {
  const observed = Object.entries(step.observed).map(([field, value]): [string, Fact] => [
    field,
    factOf(value),
  ])
  const reasons = (step.reasons ?? []).map(({ diagnosis, rule }) => diagnosis ?? rule)
  return {
    verdict: verdictOf(step),
    ...Object.fromEntries(observed),
    problem: withoutPlaces(step.problem),
    reasons: reasons.length > 0 ? reasons.join(', ') : null,
    ...(became && {
      mode: became.mode,
      assignedSite: became.assignedSite,
      residentSite: became.residentSite,
    }),
  }
}

/** The values of an observation are texts, numbers, booleans and null. */
function factOf(value: unknown): Fact {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function partOfTables(tables: readonly TableResult[], file: string, byId: AttemptsById): Part {
  const entries = tables.flatMap(({ id: table, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells).map(([column, cell]): Entry => ({
        key: JSON.stringify([table, siteSystem, column]),
        step: null,
        cell: { table, siteSystem, column },
        planned: null,
        client: null,
        place: null,
        facts: factsOfCell(cell),
        attempts: comparedAttempts(cell.attempts, byId),
      })),
    ),
  )
  return {
    kind: 'tables',
    keys: ['tables'],
    scenario: null,
    file,
    planned: null,
    opened: null,
    entries,
    facts: { cells: entries.length },
  }
}

function factsOfCell({ documented, observed, agrees, skipped, strays = [] }: CellResult): Facts {
  return {
    agrees,
    documented: documented.join(', '),
    observed: observed.join(', '),
    skipped: skipped ?? null,
    strays: withoutPlaces(strays.length > 0 ? strays.join('; ') : undefined),
  }
}

export function comparedAttempts(ids: readonly string[], byId: AttemptsById): ComparedAttempt[] {
  return ids.flatMap((id) => {
    const attempt = byId.get(id)
    if (!attempt) return []
    const { client, role, relation, system, protocol, forced } = attempt
    const target = { client, role, relation, system, protocol, forced }
    return [{ id, target, facts: factsOfAttempt(attempt, byId) }]
  })
}

function factsOfAttempt(attempt: Attempt, byId: AttemptsById): Facts {
  const { outcome, diagnosis, contradiction, rule, clientMode, status, substatus, tls } = attempt
  return {
    outcome,
    diagnosis,
    contradiction: withoutPlaces(contradiction),
    clientSaw: endInShort(attempt.client_end),
    serverSaw: endInShort(attempt.server_end),
    status,
    substatus,
    clientCertificate: tls?.clientCertificate ?? null,
    clientMode,
    rule,
    told: tellerOf(attempt, byId),
  }
}

/** Not its message: that has addresses in it, and OpenSSL's number of a thread. */
function endInShort(end: EndEvidence | null): string | null {
  if (!end) return null
  return `${end.stage} ${end.code}${end.witnessed === false ? ', known to the simulator and not seen' : ''}`
}

/** `management-point mp.hq1.contoso.test`: who told the client where the system is. */
function tellerOf({ told }: Attempt, byId: AttemptsById): string | null {
  if (!told) return null
  const system = byId.get(told.attempt ?? '')?.system
  return system ? `${told.by} ${system}` : told.by
}

const places = /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|(?<=\bport )\d+|\ba\d+(?=: )|\d{4}-\d\d-\d\dT[\d:.]+Z/g

/** A sentence without addresses, ports, times and ids of attempts. */
export function withoutPlaces(sentence: string | null | undefined): string | null {
  return sentence?.replaceAll(places, '…') ?? null
}
