import type { Attempt } from '../../sim/evidence/attempt.ts'
import type { HierarchyShown, SiteShown } from '../../sim/evidence/recording/hierarchy-shown.ts'
import {
  planCauses,
  planKinds,
  type PlanChange,
  type PlanGroup,
  type PlannedGroup,
  type PlanRemedyId,
  type PlanResult,
} from '../../sim/report/plan-result.ts'
import { change, group as groupOf, noFates, planOf } from './planned.ts'

/** A plan made up from nothing but these numbers and names: the same ones give the same plan. */
export interface PlanWanted {
  groups: number
  /** Names of the file's groups, by turns. */
  names?: readonly string[]
}

export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)",
  '</details></main>&amp;',
  '</script><!--',
  'ACME‮GNP.exe',
  'x'.repeat(300),
]

const sites = ['CEN', 'WST', 'EST', 'TYO'] as const

/** What becomes of a group of each kind, by turns; null: nothing. */
const kindsByTurn = [...planKinds, null, null]
const causes = planCauses
const remedies: readonly PlanRemedyId[] = [
  ...(['certificate', 'reinstall', 'http-for-roaming', 'neighbour-as-well'] as const),
  ...(['package-at-home', 'server-locator-point', 'dns-publishing', 'another-order'] as const),
]

export function madeUpPlan({
  groups: count,
  names = ['KIOSKS', 'LAPTOPS', 'OFFICE'],
}: PlanWanted): PlanResult {
  const planned = Array.from({ length: count }, (_, place) => plannedGroup(place, names))
  const changed = planned.flatMap(({ group }, place) => changesOf(group, place))
  const changes = changed
    .map(({ change }) => change)
    .sort((one, other) => kindsByTurn.indexOf(one.kind) - kindsByTurn.indexOf(other.kind))
  const plan = planOf(changes, {
    hierarchy: 'contoso.yaml',
    switches: [
      { site: 'CEN', mode: 'native', refused: null },
      { site: 'TYO', mode: 'native', refused: null },
    ],
    phases: ['before', 'after CEN=native', 'told of CEN=native', 'after TYO=native', 'told of TYO=native'],
    groups: planned,
    differing: [
      {
        group: 1,
        clients: [
          { client: 'PC000001', kinds: ['stranded'] },
          { client: 'PC000002', kinds: [] },
        ],
      },
    ],
    preflight: [
      {
        site: 'CEN',
        check: 'management-point',
        asks: 'The site has a management point.',
        holds: true,
        found: 'mp.cen.contoso.test',
      },
      {
        site: null,
        check: 'server-locator-point',
        asks: 'A server locator point helps clients that do not read Active Directory.',
        holds: false,
        found: '4,200 clients do not read it, and there is none: add one.',
      },
    ],
    attempts: changed.flatMap(({ attempts }) => attempts),
  })
  return { ...plan, summary: { ...plan.summary, withoutPolicyBefore: 40 } }
}

/** The hierarchy that the plan is for. */
export function madeUpHierarchy(): HierarchyShown {
  return {
    name: 'contoso',
    domain: 'contoso.test',
    sites: sites.map((code, place): SiteShown => {
      const fqdn = `mp.${code.toLowerCase()}.contoso.test`
      return {
        code,
        kind: 'primary',
        mode: 'mixed',
        parent: place === 0 ? null : 'CEN',
        boundaries: [{ text: `10.${place}.0.0/16`, connection: 'fast' }],
        systems: [
          {
            name: `mp.${code.toLowerCase()}`,
            fqdn,
            roles: ['management-point', 'standard-distribution-point'],
            address: '127.0.1.1',
            urls: [`http://${fqdn}:8080`],
            fault: null,
          },
        ],
      }
    }),
    clients: [],
  }
}

function plannedGroup(place: number, names: readonly string[]): PlannedGroup {
  const kind = turn(kindsByTurn, place) ?? null
  const site = turn([...sites, null], place) ?? null
  const clients = 1 + ((place * 37) % 400)
  const group = groupOf(place + 1, {
    from: place % 4 === 3 ? [null] : [turn(names, place) ?? null],
    clients,
    kind: place % 11 === 10 ? 'mobile-device' : 'computer',
    assignedSite: site,
    at: place % 6 === 5 ? [] : [site ?? 'CEN'],
    onInternet: place % 7 === 6,
    visits: place % 3 === 2 ? ['EST'] : [],
    activeDirectory: place % 5 !== 0,
    certificates: kind === 'strandedIfUnready' ? 'unknown' : place % 2 === 0 ? ['good'] : [],
  })
  const fate = kind !== null && kind in noFates ? kind : 'unchanged'
  return { group, fates: { ...noFates, [fate]: clients } }
}

/** A stranded client gets no content either, and so on: several changes of one group. */
function changesOf(group: PlanGroup, place: number): { change: PlanChange; attempts: Attempt[] }[] {
  const kind = turn(kindsByTurn, place)
  if (!kind) return []
  const acts = ['policy', 'content', 'updates', 'state'] as const
  return acts.map((act, number) => {
    const id = place * acts.length * 2 + number * 2 + 1
    const attempts = [attemptOf(group, id, 'failed'), attemptOf(group, id + 1, 'withheld')]
    const system = 'mp.cen.contoso.test'
    const away = { outcome: 'failed', protocol: 'https', system, site: 'CEN' } as const
    const back = { outcome: 'answered', protocol: 'https', system, site: 'CEN' } as const
    const isBack = kind === 'awayUntilTold'
    return {
      attempts,
      change: change(group, kind, turn(causes, Math.floor(place / 3)) ?? 'other', {
        example: exampleOf(group),
        act,
        ...(act === 'content' && { content: 'CEN00001' }),
        visiting: group.visits[0] ?? null,
        before: { outcome: 'answered', protocol: 'http', system, site: 'CEN' },
        after: [away, isBack ? back : away, isBack ? back : away, isBack ? back : away],
        diagnosis: act === 'state' ? null : 'server-certificate-expired',
        rule: 'roaming/other-mode',
        attempts: attempts.map((attempt) => attempt.id),
        remedies: remedies.slice(place % 7, (place % 7) + 2).map((remedy, index) => ({
          id: remedy,
          do: `Do what is called ${remedy}.`,
          verified: [true, false, null][index] ?? null,
          leaves: [0, group.clients, null][index] ?? null,
          strands: [0, 3, null][index] ?? null,
        })),
      }),
    }
  })
}

function exampleOf({ number, from }: PlanGroup): string {
  return `${from[0] ?? 'PC'}-${`${number}`.padStart(6, '0')}`
}

function attemptOf(group: PlanGroup, id: number, outcome: 'failed' | 'withheld'): Attempt {
  const failed = outcome === 'failed'
  return {
    id: `a${id}`,
    client: exampleOf(group),
    clientMode: 'mixed',
    forced: false,
    role: 'management-point',
    relation: 'assigned',
    site: 'CEN',
    system: 'mp.cen.contoso.test',
    protocol: 'https',
    url: 'https://mp.cen.contoso.test:8443/SMS_MP/.sms_aut?MPLIST',
    told: failed ? { by: 'installation', attempt: null, at: '2010-01-01T00:00:00.000Z' } : null,
    outcome,
    contradiction: null,
    why: `A client of ${group.assignedSite ?? 'no site'} may not contact a site of the other mode.`,
    rule: 'roaming/other-mode',
    status: null,
    substatus: null,
    client_end: failed
      ? { stage: 'tls', code: 'CERT_HAS_EXPIRED', message: 'certificate has expired', received: 0, own: null }
      : null,
    server_end: failed ? { stage: 'tls', code: 'ECONNRESET', message: 'read ECONNRESET' } : null,
    diagnosis: failed ? 'server-certificate-expired' : null,
    tls: null,
    after: null,
    startedAt: '2010-01-02T09:00:00.000Z',
    durationMs: 12,
  }
}

function turn<One>(list: readonly One[], place: number): One | undefined {
  return list[place % list.length]
}
