import type { Site } from '../model/hierarchy.ts'
import { groupBy } from '../report/lists.ts'
import {
  planKinds,
  type DifferingGroup,
  type PlanChange,
  type PlanGroup,
  type PlanKind,
  type PlannedGroup,
  type PlanSummary,
} from '../report/plan-result.ts'
import { causeOfContent, causeOfLoss } from './causes.ts'
import type { Life } from './run-phases.ts'
import { afterSwitches, phasesOf, type Phase, type Switch } from './switches.ts'
import type { Observation } from './try-client.ts'

/** What a client observed in each phase. */
export interface Lived extends Life {
  phases: Observation[][]
}

/** A client that was run, as others are told of it. */
export interface TriedClient {
  name: string
  group: PlanGroup
}

/** The verdict on the clients of a group: the first kind of change that holds for them, and all changes. */
export interface Verdict {
  client: TriedClient
  kind: PlanKind | undefined
  /** It got no policy to begin with. */
  withoutPolicyBefore: boolean
  changes: Change[]
}

/** A change, as far as one client tells of it. */
export type Change = Omit<PlanChange, 'group' | 'clients' | 'example' | 'remedies'>

/** What the phases did to a client. `sites`: as before the first switch. */
export function verdictOn(lived: Lived, switches: readonly Switch[], sites: readonly Site[]): Verdict {
  const series = seriesOf(lived, switches, sites)
  const policy = series.find(({ before: { act, visiting } }) => act === 'policy' && visiting === null)
  const withoutPolicyBefore = policy !== undefined && !isAnswered(policy.before)
  const ofPolicy = policy && !withoutPolicyBefore ? policyChange(policy) : undefined
  // A client without policy is without the rest.
  const rest =
    ofPolicy?.kind === 'stranded' || withoutPolicyBefore
      ? []
      : series.flatMap((one) => (one === policy ? [] : (otherChange(one) ?? [])))
  const changes = [...(ofPolicy ? [ofPolicy] : []), ...rest].sort((one, other) => rankOf(one) - rankOf(other))
  const { group, representative } = lived
  const client = { name: representative.client.name, group: group.shown }
  return { client, kind: changes.find(({ kind }) => countsInSum[kind])?.kind, withoutPolicyBefore, changes }
}

/** Whether a client of which this is the worst counts as changed. */
const countsInSum: Readonly<Record<PlanKind, boolean>> = {
  stranded: true,
  strandedIfUnready: true,
  awayUntilTold: true,
  losesContent: true,
  fartherContent: true,
  delayedContent: false,
  contentInterrupted: false,
  losesState: false,
}

const kinds = planKinds

/** The lower, the worse. */
export function rankOf({ kind }: Pick<Change, 'kind'>): number {
  return kinds.indexOf(kind)
}

/** One thing that a client tried at one place, phase by phase. */
interface Series {
  before: Observation
  after: { observation: Observation; phase: Phase; sites: readonly Site[] }[]
}

function seriesOf({ phases }: Lived, switches: readonly Switch[], sites: readonly Site[]): Series[] {
  const [first = [], ...rest] = phases
  const [, ...later] = phasesOf(switches)
  const made = (phase: Phase): number => (phase.kind === 'before' ? 0 : switches.indexOf(phase.switch) + 1)
  const moments = later.map((phase) => ({
    phase,
    sites: afterSwitches(sites, switches.slice(0, made(phase))),
  }))
  return first.map((before, place) => ({
    before,
    after: moments.flatMap((moment, index) => {
      const observation = rest[index]?.[place]
      return observation ? [{ ...moment, observation }] : []
    }),
  }))
}

function isAnswered({ ending }: Observation): boolean {
  return ending.outcome === 'answered'
}

function policyChange(series: Series): Change | undefined {
  const last = series.after.at(-1)
  const away = series.after.find(({ observation }) => !isAnswered(observation))
  if (!last || !away) return undefined
  return isAnswered(last.observation)
    ? changeOf(series, 'awayUntilTold', away)
    : changeOf(series, 'stranded', last)
}

/** Content or state, at the end or between two switches. Clients that are away in the meantime are told as such. */
function otherChange(series: Series): Change | undefined {
  const { before, after } = series
  if (!isAnswered(before)) return undefined
  const settled = after.filter(({ phase }) => phase.kind === 'told')
  const last = settled.at(-1)
  if (!last) return undefined
  if (before.act === 'state')
    return isAnswered(last.observation) ? undefined : changeOf(series, 'losesState', last)
  const kind = worseContent(before, last.observation)
  if (kind) return changeOf(series, kind, last)
  const worse = settled.find(({ observation }) => worseContent(before, observation))
  return worse && changeOf(series, 'contentInterrupted', worse)
}

function worseContent(before: Observation, after: Observation): PlanKind | undefined {
  if (!isAnswered(after)) return 'losesContent'
  if (isFarther(before, after)) return 'fartherContent'
  return after.late && !before.late ? 'delayedContent' : undefined
}

function isFarther(before: Observation, after: Observation): boolean {
  return before.near && !after.near
}

function changeOf({ before, after }: Series, kind: PlanKind, moment: Series['after'][number]): Change {
  const { observation, phase, sites } = moment
  const { act, content, visiting, ending } = before
  const shown = { observation, settled: phase.kind === 'told' }
  const modeOf = (code: string) => sites.find((site) => site.code === code)?.mode
  const isContent = act === 'content' || act === 'updates'
  return {
    act,
    ...(content !== undefined && { content }),
    visiting,
    kind,
    because: isContent ? causeOfContent(before, shown, modeOf) : causeOfLoss(shown),
    before: ending,
    after: after.map((one) => one.observation.ending),
    diagnosis: observation.diagnosis,
    rule: observation.rule,
    attempts: observation.attempts,
  }
}

/** Adds up what became of the clients of every group. */
export function summaryOf(verdicts: readonly GroupVerdict[]): PlanSummary {
  const counts: Record<PlanKind, number> = {
    stranded: 0,
    strandedIfUnready: 0,
    awayUntilTold: 0,
    losesContent: 0,
    fartherContent: 0,
    delayedContent: 0,
    contentInterrupted: 0,
    losesState: 0,
  }
  let clients = 0
  let changed = 0
  let withoutPolicyBefore = 0
  for (const { verdict, clients: count } of verdicts) {
    clients += count
    if (verdict.withoutPolicyBefore) withoutPolicyBefore += count
    if (verdict.kind) {
      counts[verdict.kind] += count
      changed += count
    }
    for (const kind of kinds) {
      if (!countsInSum[kind] && verdict.changes.some((change) => change.kind === kind)) counts[kind] += count
    }
  }
  return {
    clients,
    groups: new Set(verdicts.map(({ verdict }) => verdict.client.group.number)).size,
    ...counts,
    unchanged: clients - changed,
    withoutPolicyBefore,
  }
}

/** Every group with what became of its clients, in the order of their numbers. */
export function plannedGroups(verdicts: readonly GroupVerdict[]): PlannedGroup[] {
  return [...groupBy(verdicts, ({ verdict }) => numberOf(verdict)).values()].map((its) => {
    const { stranded, strandedIfUnready, awayUntilTold, losesContent, fartherContent, unchanged } =
      summaryOf(its)
    return {
      group: its[0].verdict.client.group,
      fates: { stranded, strandedIfUnready, awayUntilTold, losesContent, fartherContent, unchanged },
    }
  })
}

function numberOf({ client }: Verdict): string {
  return `${client.group.number}`
}

/** A verdict, and the number of clients for which it stands. */
export interface GroupVerdict {
  verdict: Verdict
  clients: number
}

/**
 * The verdicts on a group that several of its clients were run for: each counts for itself, and the first for all that were
 * not run as well.
 */
export function withCounts(verdicts: readonly Verdict[]): GroupVerdict[] {
  return [...groupBy(verdicts, numberOf).values()].flatMap((its) =>
    its.map((verdict, place) => {
      const notRun = verdict.client.group.clients - its.length
      return { verdict, clients: place === 0 ? notRun + 1 : 1 }
    }),
  )
}

/** The groups whose clients did not end alike. */
export function differingGroups(verdicts: readonly GroupVerdict[]): DifferingGroup[] {
  const groups = groupBy(
    verdicts.map(({ verdict }) => verdict),
    numberOf,
  )
  return [...groups.values()]
    .filter((its) => new Set(its.map(({ changes }) => JSON.stringify(changes.map(gistOf)))).size > 1)
    .map((its) => ({
      group: its[0].client.group.number,
      clients: its.map(({ client, changes }) => ({
        client: client.name,
        kinds: changes.map(({ kind }) => kind),
      })),
    }))
}

/** Attempts apart, which no two clients share, and systems, which equals draw lots for. */
export function gistOf({ act, content, visiting, kind, because }: Change): (string | null)[] {
  return [act, content ?? null, visiting, kind, because]
}
