import type { Attempt } from '../evidence/attempt.ts'
import type { Site } from '../model/hierarchy.ts'
import type { LivedTogether, PlanTrial } from './lives.ts'
import type { Life } from './run-phases.ts'
import { phasesOf, type Switch } from './switches.ts'
import { verdictOn, type Verdict } from './verdicts.ts'

/** What becomes of a client that was run. */
export interface JudgedClient {
  /** Among all that stand for others. */
  place: number
  verdict: Verdict
  /** The ids of its attempts in each round, and, where nobody knows its certificates, in each without one. */
  made: Record<PlanTrial['unknownCertificates'], string[][]>
}

export interface Judgement {
  /** In the order of their places. */
  clients: JudgedClient[]
  attempts: Attempt[]
}

/** Lives through the phases with the clients at these places, and numbers their attempts after so many others. */
export type LiveTogether = (
  places: readonly number[],
  unknownCertificates: PlanTrial['unknownCertificates'],
  attemptsBefore: number,
) => Promise<LivedTogether>

/**
 * Runs the clients at these places among all that stand for others, and says what becomes of them. Clients whose certificates
 * nobody knows are run twice: with a good one, and in a second hierarchy without.
 */
export async function judge(
  lives: readonly Life[],
  places: readonly number[],
  { sites, switches }: { sites: readonly Site[]; switches: readonly Switch[] },
  live: LiveTogether,
): Promise<Judgement> {
  const verdictsBy = ({ observed }: LivedTogether): Map<number, Verdict> =>
    new Map(
      places.flatMap((place) => {
        const [life, phases] = [lives[place], observed.get(place)]
        return life && phases ? [[place, verdictOn({ ...life, phases }, switches, sites)]] : []
      }),
    )
  const ready = await live(places, 'good', 0)
  const unknown = places.filter((place) => isUnknown(lives[place]))
  const unready: LivedTogether =
    unknown.length > 0
      ? await live(unknown, 'missing', ready.attempts.length)
      : { observed: new Map(), made: new Map(), attempts: [] }
  const without = verdictsBy(unready)
  return {
    clients: [...verdictsBy(ready)].map(([place, verdict]) => ({
      place,
      verdict: eitherWay(verdict, without.get(place)),
      made: { good: ready.made.get(place) ?? [], missing: unready.made.get(place) ?? [] },
    })),
    attempts: [...ready.attempts, ...unready.attempts],
  }
}

export function verdictsOf(clients: readonly JudgedClient[]): Verdict[] {
  return clients.map(({ verdict }) => verdict)
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
