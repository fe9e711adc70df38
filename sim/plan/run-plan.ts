import type { Attempt } from '../evidence/attempt.ts'
import type { Client, Hierarchy } from '../model/hierarchy.ts'
import { planKinds, type PlanChange, type PlanResult } from '../report/plan-result.ts'
import { groupsOf, type ClientGroup } from './groups.ts'
import { runPhases, type Lived, type Measures, type PhasesOptions } from './run-phases.ts'
import { checkSwitches, phasesOf, type Switch } from './switches.ts'
import {
  differingGroups,
  summaryOf,
  verdictOn,
  withCounts,
  type Change,
  type GroupVerdict,
  type Verdict,
} from './verdicts.ts'

export interface PlanOptions extends PhasesOptions {
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
  const { sample, ...phasesOptions } = options
  checkSwitches(hierarchy, switches)
  const groups = groupsOf(hierarchy, sample)
  const { verdicts, attempts } = await judge(groups, asDescribed(hierarchy, switches), phasesOptions)
  const changes = changesOf(withCounts(verdicts))
  const named = new Set(changes.flatMap((change) => change.attempts))
  return {
    format: 1,
    hierarchy: file,
    switches: switches.map((made) => ({ ...made, refused: null })),
    phases: phasesOf(switches).map(({ name }) => name),
    summary: summaryOf(withCounts(verdicts)),
    changes,
    differing: differingGroups(verdicts),
    preflight: [],
    attempts: attempts.filter(({ id }) => named.has(id)),
  }
}

/** The switches alone, with clients whose certificates nobody knows taken to have good ones. */
function asDescribed(hierarchy: Hierarchy, switches: readonly Switch[]): Measures {
  return { hierarchy, switches, client: (_group, client) => ready(client), isReinstalled: () => false }
}

function ready(client: Client): Client {
  return client.certificatesUnknown ? { ...client, certificates: ['good'] } : client
}

/** The verdicts on every group. Those with unknown certificates are run without as well. */
async function judge(
  groups: readonly ClientGroup[],
  measures: Measures,
  options: PhasesOptions,
): Promise<{ verdicts: Verdict[]; attempts: Attempt[] }> {
  const { hierarchy, switches, client } = measures
  const unknown = groups.filter(({ shown }) => shown.certificates === 'unknown')
  const total =
    phasesOf(switches).length * [...groups, ...unknown].flatMap((one) => one.representatives).length
  const progress = (before: number) => (done: number) => options.progress?.(before + done, total)
  const first = await runPhases(groups, measures, { ...options, progress: progress(0) })
  const without: Measures = {
    ...measures,
    client: (group, one) => ({ ...client(group, one), certificates: [] }),
  }
  const second =
    unknown.length === 0
      ? { lived: [], attempts: [] }
      : await runPhases(unknown, without, {
          ...options,
          progress: progress(
            total - phasesOf(switches).length * unknown.flatMap((one) => one.representatives).length,
          ),
          firstAttempt: first.attempts.length + 1,
        })
  const verdict = (lived: Lived): Verdict => verdictOn(lived, switches, hierarchy.sites)
  const unready = new Map(second.lived.map((lived) => [lived.representative.client.name, verdict(lived)]))
  return {
    verdicts: first.lived.map((lived) => {
      const { name } = lived.representative.client
      return eitherWay(verdict(lived), unready.get(name))
    }),
    attempts: [...first.attempts, ...second.attempts],
  }
}

/** The verdict on a client with a good certificate, and what is worse without one. */
function eitherWay(ready: Verdict, unready: Verdict | undefined): Verdict {
  const worse = unready?.changes.find(({ kind }) => kind === 'stranded')
  if (!worse || ready.kind === 'stranded') return ready
  const kind = 'strandedIfUnready'
  return { ...ready, kind, changes: [{ ...worse, kind }, ...ready.changes] }
}

/** What changed for each group, the worst first, and then what concerns the most clients. */
function changesOf(verdicts: readonly GroupVerdict[]): PlanChange[] {
  const changes = new Map<string, PlanChange>()
  for (const { verdict, clients } of verdicts) {
    const { group, representative } = verdict.lived
    for (const change of verdict.changes) {
      const key = [group.shown.number, ...subjectOf(change)].join(' ')
      const known = changes.get(key)
      if (known) known.clients += clients
      else {
        const example = representative.client.name
        changes.set(key, { group: group.shown, clients, example, ...change, remedies: [] })
      }
    }
  }
  const kinds = Object.keys(planKinds)
  return [...changes.values()].sort(
    (one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || other.clients - one.clients,
  )
}

function subjectOf({ act, content = '', visiting, kind, because }: Change): string[] {
  return [act, content, visiting ?? '', kind, because]
}
