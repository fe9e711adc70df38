import type { Hierarchy } from '../model/hierarchy.ts'
import type { PlanChange, PlanRemedyId, PlanResult } from '../report/plan-result.ts'
import { changesOf, conclude, type Findings } from './conclude.ts'
import { judge, triesIn, verdictsOf, type LiveTogether } from './judge.ts'
import { createLive, joinLives, livesOf, nothingBesides, type Live, type PlanTrial } from './lives.ts'
import { preflightOf } from './preflight.ts'
import { proposalsFor } from './remedies.ts'
import type { Life, PhasesOptions } from './run-phases.ts'
import { checkSwitches, type Switch } from './switches.ts'
import { withCounts, type Verdict } from './verdicts.ts'

export interface PlanOptions extends Omit<PhasesOptions, 'tried'> {
  /** Called after each client of each phase. `total` grows once, when it is known which remedies there are to try. */
  progress?: (done: number, total: number) => void
  /** Runs the hierarchy once more with each remedy, one at a time. */
  tryRemedies?: boolean
  /** Clients of each group that are run; one by default. */
  sample?: number
  /** Divides the clients at some places into parts that are run apart; by default into one. Each is a hierarchy by itself. */
  divide?: (lives: readonly Life[], places: readonly number[]) => number[][]
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
  { sample, ...options }: PlanOptions = {},
): Promise<PlanResult> {
  checkSwitches(hierarchy, switches, file)
  const lives = livesOf(hierarchy, sample)
  const planned = {
    file,
    alone: nothingBesides(hierarchy, switches),
    preflight: preflightOf(hierarchy, switches),
  }
  const all = [...lives.keys()]
  return conclude(planned, await judgeClients({ hierarchy, switches, lives }, all, options))
}

/** What was found out about some of the clients, and the changes of all for which remedies were tried. */
export interface JudgedClients extends Findings {
  changed: readonly PlanChange[] | undefined
}

/** What clients live through. */
interface Undertaking {
  hierarchy: Hierarchy
  /** The hierarchy allows them. */
  switches: readonly Switch[]
  lives: readonly Life[]
}

/**
 * Runs some of the clients that stand for all. What there is to try against what changes follows from what becomes of all of
 * them: to try remedies, everybody is run once, and with each remedy only the clients that are asked for.
 */
export async function judgeClients(
  { hierarchy, switches, lives }: Undertaking,
  own: readonly number[],
  options: Omit<PlanOptions, 'sample'>,
): Promise<JudgedClients> {
  const { tryRemedies = false, progress = () => undefined, divide = inOnePart, ...rest } = options
  const { live = createLive(hierarchy, switches, lives), ...opened } = rest
  const alone = nothingBesides(hierarchy, switches)
  const first = tryRemedies ? [...lives.keys()] : own
  const livesAt = (places: readonly number[]): Life[] => places.flatMap((place) => lives[place] ?? [])
  let [done, total] = [0, triesIn(livesAt(first), switches)]
  const phasesOptions = { ...opened, tried: () => progress((done += 1), total) }
  const livesWith =
    (remedy: PlanTrial['remedy']): LiveTogether =>
    async (places, unknownCertificates, attemptsBefore) => {
      const units = divide(lives, places).map((part) => ({ places: part, remedy, unknownCertificates }))
      const lived = units.map(async (unit) => ({ ...(await live(unit, phasesOptions)), places: unit.places }))
      return joinLives(await Promise.all(lived), attemptsBefore)
    }
  const { sites } = hierarchy
  const judgement = await judge(lives, first, { sites, switches }, livesWith(null))
  if (!tryRemedies) return { ...judgement, remedied: undefined, changed: undefined }
  const changed = changesOf(withCounts(verdictsOf(judgement.clients)))
  const proposals = proposalsFor(changed, alone)
  for (const { measures } of proposals) total += triesIn(livesAt(own), measures.switches)
  const remedied = new Map<PlanRemedyId, Verdict[]>()
  for (const { id, measures } of proposals) {
    const change = { sites: measures.hierarchy.sites, switches: measures.switches }
    const { clients } = await judge(lives, own, change, livesWith({ id, changes: changed }))
    remedied.set(id, verdictsOf(clients))
  }
  return { ...judgement, remedied, changed }
}

function inOnePart(_lives: readonly Life[], places: readonly number[]): number[][] {
  return [[...places]]
}
