import type { Texts } from '../texts/english.ts'
import { groupBy } from './lists.ts'
import type {
  PlanCause,
  PlanChange,
  PlanEnding,
  PlanFates,
  PlanGroup,
  PlanKind,
  PlannedGroup,
  PlannedSwitch,
  PlanRemedy,
  PlanResult,
} from './plan-result.ts'

/** The plan in one sentence, numbers first, and in further ones what does not count in them. */
export function sentenceOf(result: Pick<PlanResult, 'summary' | 'changes'>, texts: Texts): string {
  const { plan } = texts
  const { clients, ...numbers } = result.summary
  if (clients === 0) return plan.noClients
  const become = (kind: PlanKind, number: number): string[] =>
    some(number, plan.becomes(number, kindInWords(kind, number, texts)))
  const { stranded, strandedIfUnready, awayUntilTold, withoutPolicyBefore } = numbers
  const further = [
    ...some(strandedIfUnready, plan.alsoIfUnready(strandedIfUnready, stranded > 0)),
    ...become('awayUntilTold', awayUntilTold).map((words) => `${words}${plan.awayHowLong}`),
    ...become('losesContent', numbers.losesContent),
    ...become('fartherContent', numbers.fartherContent),
  ]
  const first =
    stranded > 0
      ? plan.strandedOf(stranded, clients)
      : further.length > 0 || numbers.delayedContent > 0 || numbers.contentInterrupted > 0
        ? plan.noneStranded(clients)
        : plan.noneLoses(clients)
  return plan.sentences([
    plan.sentence([first, ...further]),
    ...[
      ...worseOnceTold(result, texts),
      ...become('delayedContent', numbers.delayedContent),
      ...become('contentInterrupted', numbers.contentInterrupted),
      ...become('losesState', numbers.losesState),
      ...some(withoutPolicyBefore, plan.withoutPolicyBefore(withoutPolicyBefore)),
    ].map((fact) => plan.sentence([fact])),
  ])
}

function some(number: number, words: string): string[] {
  return number === 0 ? [] : [words]
}

/** Clients that count as away until they are told, and have content worse once they are. */
function worseOnceTold(
  { summary, changes }: Pick<PlanResult, 'summary' | 'changes'>,
  texts: Texts,
): string[] {
  const losing = changes.filter(({ kind }) => kind === 'losesContent')
  const groups = new Set(losing.map(({ group }) => group.number))
  const farther = changes.filter(({ kind, group }) => kind === 'fartherContent' && !groups.has(group.number))
  const asWell = (kind: PlanKind, number: number): string[] =>
    number > 0 ? [texts.plan.ofTheAway(number, kindInWords(kind, number, texts))] : []
  return [
    ...asWell('losesContent', clientsOf(losing) - summary.losesContent),
    ...asWell('fartherContent', clientsOf(farther) - summary.fartherContent),
  ]
}

/** What becomes of so many clients, as the end of a sentence: `are stranded`. */
function kindInWords(kind: PlanKind, clients: number, { plan }: Texts): string {
  return (clients === 1 ? plan.kindsOfOne : plan.kindsOfMany)[kind]
}

export type Fate = keyof PlanFates

/** The worst first. */
export const fateNames = [
  'stranded',
  'strandedIfUnready',
  'awayUntilTold',
  'losesContent',
  'fartherContent',
  'unchanged',
] as const satisfies readonly Fate[]

/** `group 3 (KIOSKS, LAPTOPS)`. */
export function groupName({ number, from }: PlanGroup, { plan }: Texts): string {
  return plan.groupName(number, from.filter((name) => name !== null).join(', '))
}

/** What its clients have in common: `computers of CEN, at home in WST, visit EST; certificate: none; version 4.00.6487`. */
export function groupInWords(group: PlanGroup, { plan }: Texts): string {
  const { kind, assignedSite, at, onInternet, visits, activeDirectory, certificates, version } = group
  return plan.traits(
    [
      plan.ofSite(kind === 'computer' ? plan.computers : plan.devices, assignedSite),
      plan.home(at, onInternet),
      ...(visits.length > 0 ? [plan.visit(visits)] : []),
    ],
    [
      ...(activeDirectory ? [] : [plan.noActiveDirectory]),
      plan.certificates(certificates),
      plan.version(version),
    ],
  )
}

/** `HTTP to mp.cen.contoso.test of CEN answered`. */
export function endingInWords({ outcome, protocol, system, site }: PlanEnding, texts: Texts): string {
  const { plan, attempt, outcomes } = texts
  return plan.ending(protocol.toUpperCase(), system ?? attempt.noSystem, site, outcomes[outcome])
}

/** `Policy, at home`; `Packages CEN00001, visiting EST`. */
export function actInWords(
  { act, content, visiting }: Pick<PlanChange, 'act' | 'content' | 'visiting'>,
  { plan }: Texts,
): string {
  return plan.act(plan.acts[act], content, visiting)
}

/** An ending, and the phases in a row that ended so: `told of CEN=native`, `after CEN=native to the end`. */
export interface Span {
  phases: string
  ending: PlanEnding
  /** Not as before the first switch. */
  otherwise: boolean
}

/** How something ended from phase to phase, the first one included; like endings in a row once. */
export function spansOf({ before, after }: PlanChange, phases: readonly string[], { plan }: Texts): Span[] {
  const endings = [before, ...after]
  const starts = endings.flatMap((ending, place) => {
    const last = endings[place - 1]
    // The first phase stands alone: everything is compared with it.
    return place > 1 && last && isSame(ending, last) ? [] : [place]
  })
  const phaseAt = (place: number): string => plan.phase(phases[place] ?? '')
  return starts.flatMap((start, number) => {
    const ending = endings[start]
    const end = (starts[number + 1] ?? endings.length) - 1
    const last = end === after.length ? null : phaseAt(end)
    const named = end === start ? phaseAt(start) : plan.until(phaseAt(start), last)
    return ending ? [{ phases: named, ending, otherwise: !isSame(ending, before) }] : []
  })
}

/** The span that shows the change: the first that is not as before, or the last one. */
export function turnOf(change: PlanChange, phases: readonly string[], texts: Texts): Span | undefined {
  const [, ...spans] = spansOf(change, phases, texts)
  return spans.find(({ otherwise }) => otherwise) ?? spans.at(-1)
}

function isSame(one: PlanEnding, other: PlanEnding): boolean {
  const keyOf = ({ outcome, protocol, system, site }: PlanEnding): string =>
    JSON.stringify([outcome, protocol, system, site])
  return keyOf(one) === keyOf(other)
}

/** `208 clients are stranded`. */
export function changeInWords({ clients, kind }: Pick<PlanChange, 'clients' | 'kind'>, texts: Texts): string {
  return texts.plan.change(texts.counts.clients(clients), kindInWords(kind, clients, texts))
}

/** `CEN to native mode`. */
export function switchInWords({ site, mode }: Pick<PlannedSwitch, 'site' | 'mode'>, texts: Texts): string {
  return texts.plan.switch(site, texts.modes[mode])
}

/** A remedy as far as it was tried. */
export type Trial = Pick<PlanRemedy, 'verified' | 'leaves' | 'strands'>

/** How a remedy did when the plan was run again with it; `of`: the clients that it is to help. */
export function trialInWords({ verified, leaves, strands }: Trial, of: number, texts: Texts): string {
  const { plan, counts } = texts
  if (verified === null || leaves === null) return plan.notTried
  const helped = leaves === 0 ? plan.helpsAll : verified ? plan.leaves(leaves, of) : plan.inVain
  return strands === null || strands === 0 ? helped : plan.strands(helped, counts.clients(strands))
}

/** `208 stranded, 12 unchanged`: the numbers that are not 0. */
export function fatesInWords(fates: PlanFates, { plan }: Texts): string {
  return fateNames
    .filter((fate) => fates[fate] > 0)
    .map((fate) => plan.fateCounted(fates[fate], plan.fates[fate]))
    .join(', ')
}

/** What becomes of the clients assigned to a site; null: of the clients without one. */
export interface SiteFates {
  site: string | null
  clients: number
  fates: PlanFates
}

/** In the order in which the groups name their sites. */
export function fatesBySite(groups: readonly PlannedGroup[]): SiteFates[] {
  const sites = groupBy(groups, ({ group }) => group.assignedSite ?? '')
  return [...sites.values()].map((its) => {
    const sum = (numberOf: (one: PlannedGroup) => number): number =>
      its.reduce((total, one) => total + numberOf(one), 0)
    return {
      site: its[0].group.assignedSite,
      clients: sum(({ group }) => group.clients),
      fates: {
        stranded: sum(({ fates }) => fates.stranded),
        strandedIfUnready: sum(({ fates }) => fates.strandedIfUnready),
        awayUntilTold: sum(({ fates }) => fates.awayUntilTold),
        losesContent: sum(({ fates }) => fates.losesContent),
        fartherContent: sum(({ fates }) => fates.fartherContent),
        unchanged: sum(({ fates }) => fates.unchanged),
      },
    }
  })
}

/** The changes of one cause, and what is to be done about them. */
export interface CauseOfChanges {
  cause: PlanCause
  /** How many clients each kind of change happens to, the worst first. */
  kinds: { kind: PlanKind; clients: number }[]
  changes: PlanChange[]
  /** Each once, with the clients that it was suggested for. */
  remedies: (PlanRemedy & { clients: number })[]
}

/** The causes in the order of their worst changes. */
export function causesOf(changes: readonly PlanChange[]): CauseOfChanges[] {
  return [...groupBy(changes, ({ because }) => because).values()].map((its) => ({
    cause: its[0].because,
    kinds: [...groupBy(its, ({ kind }) => kind).values()].map((ofKind) => ({
      kind: ofKind[0].kind,
      clients: clientsOf(ofKind),
    })),
    changes: its,
    remedies: remediesOf(its),
  }))
}

/** A group counts once, however many of the changes strike it. */
function clientsOf(
  changes: readonly PlanChange[],
  numberOf: (change: PlanChange) => number = ({ clients }) => clients,
): number {
  const groups = groupBy(changes, ({ group }) => `${group.number}`)
  return [...groups.values()].reduce((sum, its) => sum + Math.max(...its.map(numberOf)), 0)
}

function remediesOf(changes: readonly PlanChange[]): CauseOfChanges['remedies'] {
  const suggested = changes.flatMap((change) => change.remedies.map((remedy) => ({ change, remedy })))
  return [...groupBy(suggested, ({ remedy }) => JSON.stringify([remedy.id, remedy.do])).values()].map(
    (its) => {
      const leftBy = new Map(its.map(({ change, remedy }) => [change, remedy.leaves ?? 0]))
      const struck = its.map(({ change }) => change)
      const tried = its.every(({ remedy }) => remedy.verified !== null && remedy.leaves !== null)
      return {
        id: its[0].remedy.id,
        do: its[0].remedy.do,
        clients: clientsOf(struck),
        verified: tried ? its.some(({ remedy }) => remedy.verified) : null,
        leaves: tried ? clientsOf(struck, (change) => leftBy.get(change) ?? 0) : null,
        strands: tried ? Math.max(...its.map(({ remedy }) => remedy.strands ?? 0)) : null,
      }
    },
  )
}
