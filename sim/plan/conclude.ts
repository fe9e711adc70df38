import type { PlanChange, PlanRemedyId, PlanResult, PreflightCheck } from '../report/plan-result.ts'
import { verdictsOf, type Judgement } from './judge.ts'
import { proposalsFor } from './remedies.ts'
import type { Measures } from './run-phases.ts'
import { phasesOf } from './switches.ts'
import { withRemedies } from './try-remedies.ts'
import {
  differingGroups,
  gistOf,
  plannedGroups,
  rankOf,
  summaryOf,
  withCounts,
  type GroupVerdict,
  type Verdict,
} from './verdicts.ts'

/** What is known of a plan without running anybody. */
export interface Planned {
  /** The name to show for the hierarchy. */
  file: string
  alone: Measures
  preflight: PreflightCheck[]
}

/** What was found out about clients. */
export interface Findings extends Judgement {
  /** What becomes of them with each remedy; undefined: none was tried. */
  remedied: ReadonlyMap<PlanRemedyId, readonly Verdict[]> | undefined
}

/** What the findings about all clients come to. Nobody is run any more. */
export function conclude(
  { file, alone, preflight }: Planned,
  { clients, attempts, remedied }: Findings,
): PlanResult {
  const { switches } = alone
  const verdicts = withCounts(verdictsOf(clients))
  const changed = changesOf(verdicts)
  const tried = remedied && new Map([...remedied].map(([id, after]) => [id, withCounts(after)] as const))
  const changes = withRemedies(changed, proposalsFor(changed, alone), verdicts, tried)
  const named = new Set(changes.flatMap((change) => change.attempts))
  return {
    format: 1,
    hierarchy: file,
    switches: switches.map((made) => ({ ...made, refused: null })),
    phases: phasesOf(switches).map(({ name }) => name),
    summary: summaryOf(verdicts),
    groups: plannedGroups(verdicts),
    changes,
    differing: differingGroups(verdicts),
    preflight,
    attempts: attempts.filter(({ id }) => named.has(id)),
  }
}

/** What changed for each group, the worst first, and then what concerns the most clients. */
export function changesOf(verdicts: readonly GroupVerdict[]): PlanChange[] {
  const changes = new Map<string, PlanChange>()
  for (const { verdict, clients } of verdicts) {
    const { name: example, group } = verdict.client
    for (const change of verdict.changes) {
      const key = JSON.stringify([group.number, ...gistOf(change)])
      const known = changes.get(key)
      if (known) known.clients += clients
      else changes.set(key, { group, clients, example, ...change, remedies: [] })
    }
  }
  return [...changes.values()].sort(
    (one, other) => rankOf(one) - rankOf(other) || other.clients - one.clients,
  )
}
