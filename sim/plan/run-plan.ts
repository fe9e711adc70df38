import type { Hierarchy } from '../model/hierarchy.ts'
import type { PlanChange, PlanResult } from '../report/plan-result.ts'
import { judge, triesIn, type LiveTogether } from './judge.ts'
import { createLive, joinLives, livesOf, nothingBesides, type Live, type PlanTrial } from './lives.ts'
import { preflightOf } from './preflight.ts'
import { proposalsFor, type Proposal } from './remedies.ts'
import type { Life, PhasesOptions } from './run-phases.ts'
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
  /** Divides clients into parts that are run apart; by default into one. Each part is a hierarchy by itself. */
  divide?: (lives: readonly Life[]) => number[][]
  /** Runs a part, where that is not done here. */
  live?: Live
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
  const { sample, tryRemedies = false, progress = () => undefined, divide = inOnePart, ...rest } = options
  checkSwitches(hierarchy, switches)
  const preflight = preflightOf(hierarchy, switches)
  const lives = livesOf(hierarchy, sample)
  const { live = createLive(hierarchy, switches, lives), ...opened } = rest
  const parts = divide(lives)
  const alone = nothingBesides(hierarchy, switches)
  let [done, total] = [0, triesIn(lives, switches)]
  const phasesOptions = { ...opened, tried: () => progress((done += 1), total) }
  const livesWith =
    (remedy: PlanTrial['remedy']): LiveTogether =>
    async (places, unknownCertificates, attemptsBefore) => {
      const wanted = new Set(places)
      const units = parts
        .map((part) => ({ places: part.filter((place) => wanted.has(place)), remedy, unknownCertificates }))
        .filter((unit) => unit.places.length > 0 || parts.length === 1)
      const lived = units.map(async (unit) => ({ ...(await live(unit, phasesOptions)), places: unit.places }))
      return joinLives(await Promise.all(lived), attemptsBefore)
    }
  const { verdicts, attempts } = await judge(lives, { sites: hierarchy.sites, switches }, livesWith(null))
  const changed = changesOf(verdicts)
  const proposals = proposalsFor(changed, alone)
  if (tryRemedies) for (const { measures } of proposals) total += triesIn(lives, measures.switches)
  const trial = async ({ id, measures }: Proposal) => {
    const { sites } = measures.hierarchy
    const remedied = livesWith({ id, changes: changed })
    return (await judge(lives, { sites, switches: measures.switches }, remedied)).verdicts
  }
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

function inOnePart(lives: readonly Life[]): number[][] {
  return [[...lives.keys()]]
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
