import type { Hierarchy } from '../model/hierarchy.ts'
import type { PlanChange, PlanResult } from '../report/plan-result.ts'
import { groupsOf } from './groups.ts'
import { judge, triesIn } from './judge.ts'
import { preflightOf } from './preflight.ts'
import { proposalsFor } from './remedies.ts'
import type { Measures, PhasesOptions } from './run-phases.ts'
import { checkSwitches, phasesOf, type Switch } from './switches.ts'
import { withRemedies } from './try-remedies.ts'
import { differingGroups, gistOf, plannedGroups, rankOf, summaryOf, type GroupVerdict } from './verdicts.ts'

export interface PlanOptions extends Omit<PhasesOptions, 'tried'> {
  /** Called after each client of each phase. `total` grows once, when it is known which remedies there are to try. */
  progress?: (done: number, total: number) => void
  /** Runs the hierarchy once more with each remedy, one at a time. */
  tryRemedies?: boolean
  /** Clients of each group that are run; one by default. */
  sample?: number
}

/**
 * Tries a change of modes with the clients of a hierarchy: one of each group that nothing tells apart, before it, right after
 * each switch, and once they had time to read of it. `file`: name to show for the hierarchy. Throws an `InputError` for switches
 * that the hierarchy does not allow, and an `EnvironmentError` when the machine does not allow it to listen.
 */
export async function runPlan(
  hierarchy: Hierarchy,
  file: string,
  switches: readonly Switch[],
  options: PlanOptions = {},
): Promise<PlanResult> {
  const { sample, tryRemedies = false, progress = () => undefined, ...opened } = options
  checkSwitches(hierarchy, switches)
  const preflight = preflightOf(hierarchy, switches)
  const groups = groupsOf(hierarchy, sample)
  const alone: Measures = {
    hierarchy,
    switches,
    client: (_group, client) => client,
    installedAgain: () => undefined,
  }
  let [done, total] = [0, triesIn(groups, alone)]
  const phasesOptions = { ...opened, tried: () => progress((done += 1), total) }
  const { verdicts, attempts } = await judge(groups, alone, phasesOptions)
  const changed = changesOf(verdicts)
  const proposals = proposalsFor(changed, alone)
  if (tryRemedies) for (const { measures } of proposals) total += triesIn(groups, measures)
  const trial = async (measures: Measures) => (await judge(groups, measures, phasesOptions)).verdicts
  const changes = await withRemedies(changed, proposals, verdicts, tryRemedies ? trial : undefined)
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
function changesOf(verdicts: readonly GroupVerdict[]): PlanChange[] {
  const changes = new Map<string, PlanChange>()
  for (const { verdict, clients } of verdicts) {
    const { group, representative } = verdict.lived
    for (const change of verdict.changes) {
      const key = JSON.stringify([group.shown.number, ...gistOf(change)])
      const known = changes.get(key)
      if (known) known.clients += clients
      else {
        const example = representative.client.name
        changes.set(key, { group: group.shown, clients, example, ...change, remedies: [] })
      }
    }
  }
  return [...changes.values()].sort(
    (one, other) => rankOf(one) - rankOf(other) || other.clients - one.clients,
  )
}
