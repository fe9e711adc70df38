import { keysOf } from '../vocabulary/keys-of.ts'
import { groupBy } from './lists.ts'
import {
  planActs,
  planKinds,
  type PlanCause,
  type PlanChange,
  type PlanEnding,
  type PlanFates,
  type PlanGroup,
  type PlanKind,
  type PlannedGroup,
  type PlannedSwitch,
  type PlanRemedy,
  type PlanResult,
  type PlanSummary,
} from './plan-result.ts'

/** The plan in one sentence, numbers first, and in further ones what does not count in them. */
export function sentenceOf(result: Pick<PlanResult, 'summary' | 'changes'>): string {
  const { summary } = result
  const { clients, stranded, strandedIfUnready, awayUntilTold, losesContent, fartherContent } = summary
  const { delayedContent, contentInterrupted, losesState } = summary
  if (clients === 0) return 'There are no clients.'
  const all = clientsCounted(clients)
  const further = [
    ...some(strandedIfUnready, stranded > 0 ? 'more' : be(strandedIfUnready), ifUnready(strandedIfUnready)),
    ...some(awayUntilTold, `${kindInWords('awayUntilTold', awayUntilTold)}, typically two policy cycles`),
    ...some(losesContent, kindInWords('losesContent', losesContent)),
    ...some(fartherContent, kindInWords('fartherContent', fartherContent)),
  ]
  const first =
    stranded > 0
      ? `${thousands(stranded)} of ${all} ${kindInWords('stranded', stranded)}`
      : further.length > 0 || delayedContent > 0 || contentInterrupted > 0
        ? `None of ${all} is stranded`
        : `None of ${all} loses policy or content`
  return [
    [first, ...further].join('; '),
    ...worseOnceTold(result),
    ...some(delayedContent, kindInWords('delayedContent', delayedContent)),
    ...some(contentInterrupted, kindInWords('contentInterrupted', contentInterrupted)),
    ...some(losesState, kindInWords('losesState', losesState)),
    ...withoutPolicy(summary),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ')
}

function some(number: number, ...words: string[]): string[] {
  return number === 0 ? [] : [[thousands(number), ...words].join(' ')]
}

/** Clients that count as away until they are told, and have content worse once they are. */
function worseOnceTold({ summary, changes }: Pick<PlanResult, 'summary' | 'changes'>): string[] {
  const losing = changes.filter(({ kind }) => kind === 'losesContent')
  const groups = new Set(losing.map(({ group }) => group.number))
  const farther = changes.filter(({ kind, group }) => kind === 'fartherContent' && !groups.has(group.number))
  const asWell = (kind: PlanKind, number: number): string[] =>
    some(Math.max(number, 0), `of the clients that are away also ${kindInWords(kind, number)}`)
  return [
    ...asWell('losesContent', clientsOf(losing) - summary.losesContent),
    ...asWell('fartherContent', clientsOf(farther) - summary.fartherContent),
  ]
}

function be(number: number): string {
  return number === 1 ? 'is' : 'are'
}

function ifUnready(number: number): string {
  return number === 1 ? 'if its unknown certificate is missing' : 'if their unknown certificates are missing'
}

function withoutPolicy({ withoutPolicyBefore: number }: PlanSummary): string[] {
  return some(
    number,
    `had no policy before the first switch, and ${number === 1 ? 'counts' : 'count'} as unchanged`,
  )
}

/** `20,000`. */
export function thousands(number: number): string {
  return number.toLocaleString('en')
}

/** `1 client`, `20,000 clients`. */
export function clientsCounted(number: number): string {
  return `${thousands(number)} ${number === 1 ? 'client' : 'clients'}`
}

const kindsOfMany: Readonly<Record<PlanKind, string>> = {
  stranded: 'are stranded',
  strandedIfUnready: `are stranded ${ifUnready(2)}`,
  awayUntilTold: 'are away until they are told',
  losesContent: 'lose content',
  fartherContent: 'get content from farther away',
  delayedContent: 'get content after eight hours',
  contentInterrupted: 'get content worse until a later switch',
  losesState: 'cannot send their state any longer',
}

/** What becomes of so many clients, as the end of a sentence: `are stranded`. */
export function kindInWords(kind: PlanKind, clients: number): string {
  return clients === 1 ? planKinds[kind] : kindsOfMany[kind]
}

/** The numbers of a plan, the worst first, under the headings of a table. */
export const fateTitles: Readonly<Record<Fate, string>> = {
  stranded: 'stranded',
  strandedIfUnready: 'stranded if unready',
  awayUntilTold: 'away until told',
  losesContent: 'lose content',
  fartherContent: 'content from farther away',
  unchanged: 'unchanged',
}

export type Fate = keyof PlanFates

export const fateNames = keysOf(fateTitles)

/** `group 3 (KIOSKS, LAPTOPS)`. */
export function groupName({ number, from }: PlanGroup): string {
  const names = from.filter((name) => name !== null)
  return `group ${number}${names.length > 0 ? ` (${names.join(', ')})` : ''}`
}

/** What its clients have in common: `computers of CEN, at home in WST, visit EST; certificate: none; version 4.00.6487`. */
export function groupInWords(group: PlanGroup): string {
  const { kind, assignedSite, at, onInternet, visits, activeDirectory, certificates, version } = group
  const home = [
    ...(at.length > 0 ? [`at home in ${at.join(' and ')}`] : []),
    ...(onInternet ? ['on the Internet'] : []),
  ]
  const where = home.length > 0 ? home.join(' or ') : 'outside all boundaries'
  const owner = assignedSite === null ? 'without an assigned site' : `of ${assignedSite}`
  return [
    [
      `${kind === 'computer' ? 'computers' : 'mobile devices'} ${owner}`,
      where,
      ...(visits.length > 0 ? [`visit ${visits.join(' and ')}`] : []),
    ].join(', '),
    ...(activeDirectory ? [] : ['do not read Active Directory']),
    `${certificates === 'unknown' || certificates.length < 2 ? 'certificate' : 'certificates'}: ${certificatesInWords(certificates)}`,
    `version ${version}`,
  ].join('; ')
}

function certificatesInWords(certificates: PlanGroup['certificates']): string {
  if (certificates === 'unknown') return 'unknown'
  return certificates.length === 0 ? 'none' : certificates.join(', ')
}

/** `HTTP to mp.cen.contoso.test of CEN answered`. */
export function endingInWords({ outcome, protocol, system, site }: PlanEnding): string {
  return `${protocol.toUpperCase()} to ${system ?? 'no system'}${site === null ? '' : ` of ${site}`} ${outcome}`
}

/** `Policy, at home`; `Packages CEN00001, visiting EST`. */
export function actInWords({
  act,
  content,
  visiting,
}: Pick<PlanChange, 'act' | 'content' | 'visiting'>): string {
  return `${planActs[act]}${content === undefined ? '' : ` ${content}`}, ${visiting === null ? 'at home' : `visiting ${visiting}`}`
}

/** An ending, and the phases in a row that ended so: `told of CEN=native`, `after CEN=native to the end`. */
export interface Span {
  phases: string
  ending: PlanEnding
  /** Not as before the first switch. */
  otherwise: boolean
}

/** How something ended from phase to phase, the first one included; like endings in a row once. */
export function spansOf({ before, after }: PlanChange, phases: readonly string[]): Span[] {
  const endings = [before, ...after]
  const starts = endings.flatMap((ending, place) => {
    const last = endings[place - 1]
    // The first phase stands alone: everything is compared with it.
    return place > 1 && last && isSame(ending, last) ? [] : [place]
  })
  return starts.flatMap((start, number) => {
    const ending = endings[start]
    const end = (starts[number + 1] ?? endings.length) - 1
    const until = end === start ? '' : ` to ${end === after.length ? 'the end' : (phases[end] ?? '')}`
    return ending
      ? [{ phases: `${phases[start] ?? ''}${until}`, ending, otherwise: !isSame(ending, before) }]
      : []
  })
}

/** The span that shows the change: the first that is not as before, or the last one. */
export function turnOf(change: PlanChange, phases: readonly string[]): Span | undefined {
  const [, ...spans] = spansOf(change, phases)
  return spans.find(({ otherwise }) => otherwise) ?? spans.at(-1)
}

function isSame(one: PlanEnding, other: PlanEnding): boolean {
  return endingInWords(one) === endingInWords(other)
}

/** `208 clients are stranded`. */
export function changeInWords({ clients, kind }: Pick<PlanChange, 'clients' | 'kind'>): string {
  return `${clientsCounted(clients)} ${kindInWords(kind, clients)}`
}

/** `CEN to native mode`. */
export function switchInWords({ site, mode }: Pick<PlannedSwitch, 'site' | 'mode'>): string {
  return `${site} to ${mode} mode`
}

/** A remedy as far as it was tried. */
export type Trial = Pick<PlanRemedy, 'verified' | 'leaves' | 'strands'>

/** How a remedy did when the plan was run again with it; `of`: the clients that it is to help. */
export function trialInWords({ verified, leaves, strands }: Trial, of: number): string {
  if (verified === null || leaves === null) return 'not tried'
  const helped =
    leaves === 0
      ? 'verified: helps all'
      : verified
        ? `verified: leaves ${thousands(leaves)} of ${thousands(of)} as they are`
        : 'tried in vain'
  return strands === null || strands === 0 ? helped : `${helped}; strands ${clientsCounted(strands)}`
}

/** `208 stranded, 12 unchanged`: the numbers that are not 0. */
export function fatesInWords(fates: PlanFates): string {
  return fateNames
    .filter((fate) => fates[fate] > 0)
    .map((fate) => `${thousands(fates[fate])} ${fateTitles[fate]}`)
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
  remedies: (Omit<PlanRemedy, 'id'> & { clients: number })[]
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
        do: its[0].remedy.do,
        clients: clientsOf(struck),
        verified: tried ? its.some(({ remedy }) => remedy.verified) : null,
        leaves: tried ? clientsOf(struck, (change) => leftBy.get(change) ?? 0) : null,
        strands: tried ? Math.max(...its.map(({ remedy }) => remedy.strands ?? 0)) : null,
      }
    },
  )
}
