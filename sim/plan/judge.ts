import type { Attempt } from '../evidence/attempt.ts'
import type { Client } from '../model/hierarchy.ts'
import type { ClientGroup } from './groups.ts'
import { runPhases, type Lived, type Measures, type PhasesOptions } from './run-phases.ts'
import { phasesOf } from './switches.ts'
import { verdictOn, withCounts, type GroupVerdict, type Verdict } from './verdicts.ts'

export interface Judgement {
  verdicts: GroupVerdict[]
  attempts: Attempt[]
}

/**
 * Runs the clients of every group, and says what becomes of them. Clients whose certificates nobody knows are run twice: with a
 * good one, and in a second hierarchy without.
 */
export async function judge(
  groups: readonly ClientGroup[],
  measures: Measures,
  options: PhasesOptions,
): Promise<Judgement> {
  const { hierarchy, switches, client } = measures
  const withGood = (described: Client): Client =>
    described.certificatesUnknown ? { ...described, certificates: ['good'] } : described
  const certified: Measures = {
    ...measures,
    client: (group, described) => client(group, withGood(described)),
  }
  const { lived, attempts } = await runPhases(groups, certified, options)
  const ready = lived.map((one) => verdictOn(one, switches, hierarchy.sites))
  const unknown = groups.filter(isUnknown)
  if (unknown.length === 0) return { verdicts: withCounts(ready), attempts: [...attempts] }

  const without = await runPhases(unknown, measures, { ...options, firstAttempt: attempts.length + 1 })
  const unready = new Map(
    without.lived.map((one) => [nameOf(one), verdictOn(one, switches, hierarchy.sites)]),
  )
  return {
    verdicts: withCounts(ready.map((verdict) => eitherWay(verdict, unready.get(nameOf(verdict.lived))))),
    attempts: [...attempts, ...without.attempts],
  }
}

/** How often a client is tried until groups are judged: once in each phase, and again where its certificates are unknown. */
export function triesIn(groups: readonly ClientGroup[], { switches }: Measures): number {
  const clients = [...groups, ...groups.filter(isUnknown)].flatMap(({ representatives }) => representatives)
  return phasesOf(switches).length * clients.length
}

function isUnknown({ shown }: ClientGroup): boolean {
  return shown.certificates === 'unknown'
}

function nameOf({ representative }: Lived): string {
  return representative.client.name
}

/** The verdict on a client with a good certificate, and what is worse without one. */
function eitherWay(ready: Verdict, unready: Verdict | undefined): Verdict {
  const worse = unready?.changes.find(({ kind }) => kind === 'stranded')
  if (!worse || ready.kind === 'stranded') return ready
  const kind = 'strandedIfUnready'
  return { ...ready, kind, changes: [{ ...worse, kind }, ...ready.changes] }
}
