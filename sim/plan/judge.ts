import type { Attempt } from '../evidence/attempt.ts'
import type { Site } from '../model/hierarchy.ts'
import type { LivedTogether, PlanTrial } from './lives.ts'
import type { Life } from './run-phases.ts'
import { phasesOf, type Switch } from './switches.ts'
import { verdictOn, withCounts, type GroupVerdict, type Verdict } from './verdicts.ts'

export interface Judgement {
  verdicts: GroupVerdict[]
  attempts: Attempt[]
}

/** Lives through the phases with the clients at these places, and numbers their attempts after so many others. */
export type LiveTogether = (
  places: readonly number[],
  unknownCertificates: PlanTrial['unknownCertificates'],
  attemptsBefore: number,
) => Promise<LivedTogether>

/**
 * Runs the clients that stand for all, and says what becomes of them. Clients whose certificates nobody knows are run twice: with
 * a good one, and in a second hierarchy without.
 */
export async function judge(
  lives: readonly Life[],
  { sites, switches }: { sites: readonly Site[]; switches: readonly Switch[] },
  live: LiveTogether,
): Promise<Judgement> {
  const verdictsOf = ({ observed }: LivedTogether): Map<number, Verdict> =>
    new Map(
      lives.flatMap((life, place) => {
        const phases = observed.get(place)
        return phases ? [[place, verdictOn({ ...life, phases }, switches, sites)]] : []
      }),
    )
  const places = [...lives.keys()]
  const ready = await live(places, 'good', 0)
  const unknown = places.filter((place) => isUnknown(lives[place]))
  const unready =
    unknown.length > 0
      ? await live(unknown, 'missing', ready.attempts.length)
      : { observed: new Map(), attempts: [] }
  const without = verdictsOf(unready)
  return {
    verdicts: withCounts(
      [...verdictsOf(ready)].map(([place, verdict]) => eitherWay(verdict, without.get(place))),
    ),
    attempts: [...ready.attempts, ...unready.attempts],
  }
}

/** How often a client is tried until all are judged: once in each phase, and again where its certificates are unknown. */
export function triesIn(lives: readonly Life[], switches: readonly Switch[]): number {
  return phasesOf(switches).length * (lives.length + lives.filter(isUnknown).length)
}

function isUnknown(life: Life | undefined): boolean {
  return life?.group.shown.certificates === 'unknown'
}

/** The verdict on a client with a good certificate, and what is worse without one. */
function eitherWay(ready: Verdict, unready: Verdict | undefined): Verdict {
  const worse = unready?.changes.find(({ kind }) => kind === 'stranded')
  if (!worse || ready.kind === 'stranded') return ready
  const kind = 'strandedIfUnready'
  return { ...ready, kind, changes: [{ ...worse, kind }, ...ready.changes] }
}
