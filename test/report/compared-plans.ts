import type { Attempt } from '../../sim/evidence/attempt.ts'
import type { PlanChange, PlanGroup, PlanResult } from '../../sim/report/plan-result.ts'

/** Plans to be compared, written by hand: what was really tried is compared in test/cli. */

const kiosks: PlanGroup = {
  number: 1,
  from: ['KIOSKS'],
  clients: 200,
  kind: 'computer',
  assignedSite: 'CEN',
  at: ['WST'],
  onInternet: false,
  visits: ['EST'],
  activeDirectory: false,
  certificates: [],
  version: '4.00.6487',
}

/** Described like the laptops that follow; something tells them apart that the description does not have. */
const laptops: PlanGroup = {
  ...kiosks,
  number: 2,
  from: ['LAPTOPS', null],
  clients: 30,
  certificates: ['good'],
}
const otherLaptops: PlanGroup = { ...laptops, number: 3 }

function attempt(id: string, client: string, site: string, to: Partial<Attempt>): Attempt {
  return {
    ...{ id, client, clientMode: 'mixed', forced: false, role: 'management-point', relation: 'assigned' },
    ...{ site, system: `mp.${site.toLowerCase()}.contoso.test`, protocol: 'http' },
    ...{ url: `http://127.7.8.9:61234/ccm_system/request`, told: { by: 'dns', attempt: 'a1' } },
    ...{ outcome: 'failed', diagnosis: 'ssl-required', contradiction: null },
    ...{ why: 'A client uses HTTP in mixed mode.', rule: 'site-mode/policy', status: 403, substatus: 4 },
    ...{ client_end: null, tls: null, after: null, durationMs: 3 },
    server_end: { stage: 'http', code: 'HTTP 403.4', message: '127.7.8.9 refused it' },
    startedAt: '2026-01-01T00:00:00.000Z',
    ...to,
    told: { by: 'dns', attempt: 'a1', at: '2026-01-01T00:00:00.000Z' },
  }
}

function policyOf(group: PlanGroup, example: string, attempts: string[]): PlanChange {
  const ending = { protocol: 'http', system: 'mp.cen.contoso.test', site: 'CEN' } as const
  return {
    ...{ group, clients: group.clients, example, act: 'policy', visiting: null },
    ...{ kind: 'stranded', because: 'never-told' },
    before: { ...ending, outcome: 'answered' },
    after: [
      { ...ending, outcome: 'failed' },
      { ...ending, outcome: 'failed' },
    ],
    ...{ diagnosis: 'ssl-required', rule: null, attempts },
    remedies: [{ id: 'reinstall', do: 'Install the client again.', verified: true, leaves: 0, strands: 0 }],
  }
}

const fates = {
  ...{ stranded: 0, strandedIfUnready: 0, awayUntilTold: 0, losesContent: 0, fartherContent: 0 },
  unchanged: 0,
}

/** Kiosks that are stranded, and two groups of laptops that get a package from farther away, and no package. */
export function expectedPlan(): PlanResult {
  const farther: PlanChange = {
    ...policyOf(laptops, 'LAPTOPS-0001', ['a3']),
    ...{ act: 'content', content: 'CEN00001', visiting: 'EST' },
    ...{ kind: 'fartherContent', because: 'neighbour-of-other-mode', diagnosis: null },
    ...{ rule: 'roaming/other-mode', remedies: [] },
  }
  const plan: PlanResult = {
    format: 1,
    hierarchy: 'contoso.yaml',
    switches: [
      { site: 'CEN', mode: 'native', refused: null },
      { site: 'WST', mode: 'native', refused: null },
    ],
    phases: ['before', 'after CEN=native', 'told of CEN=native'],
    summary: {
      ...{ ...fates, clients: 260, groups: 3, stranded: 200, losesContent: 30, fartherContent: 30 },
      ...{ delayedContent: 0, contentInterrupted: 0, losesState: 0, withoutPolicyBefore: 0 },
    },
    groups: [
      { group: kiosks, fates: { ...fates, stranded: 200 } },
      { group: laptops, fates: { ...fates, fartherContent: 30 } },
      { group: otherLaptops, fates: { ...fates, losesContent: 30 } },
    ],
    changes: [
      policyOf(kiosks, 'KIOSKS-0001', ['a2']),
      { ...farther, group: otherLaptops, example: 'LAPTOPS-0002', kind: 'losesContent', attempts: ['a4'] },
      farther,
    ],
    differing: [],
    preflight: [
      {
        ...{ site: 'CEN', check: 'management-point', asks: 'Has the site a management point?' },
        ...{ holds: true, found: 'mp.cen.contoso.test listens at 127.7.8.9:61234.' },
      },
      {
        ...{ site: null, check: 'versions', asks: 'Are all clients of a version that has native mode?' },
        ...{ holds: true, found: 'All are.' },
      },
    ],
    attempts: [
      attempt('a2', 'KIOSKS-0001', 'CEN', {}),
      attempt('a3', 'LAPTOPS-0001', 'EST', { role: 'standard-distribution-point', relation: 'resident' }),
      attempt('a4', 'LAPTOPS-0002', 'EST', { role: 'standard-distribution-point', relation: 'resident' }),
    ],
  }
  // No object is part of another one's twice.
  return JSON.parse(JSON.stringify(plan)) as PlanResult
}

/** The same plan of a hierarchy whose groups come in the reverse order, made another day. */
export function sameAnotherDay(): PlanResult {
  const plan = JSON.parse(
    JSON.stringify(expectedPlan())
      .replaceAll('127.7.8.9:61234', '127.66.5.4:52001')
      .replaceAll('127.7.8.9', '127.66.5.4')
      .replaceAll('2026-01-01T', '2031-05-06T')
      .replaceAll('"durationMs":3', '"durationMs":99')
      .replaceAll(/"a(\d)"/g, '"a10$1"')
      .replaceAll('"attempt":"a101"', '"attempt":"a102"')
      .replaceAll('-0001"', '-0917"')
      .replaceAll(/"number":(\d)/g, (_, number: string) => `"number":${4 - Number(number)}`),
  ) as PlanResult
  for (const list of [plan.groups, plan.changes, plan.preflight, plan.attempts]) list.reverse()
  return plan
}

/** The plan with something of every kind that may differ. */
export function otherPlan(): PlanResult {
  const plan = sameAnotherDay()
  for (const one of plan.changes.filter(({ act }) => act === 'policy')) {
    Object.assign(one, { kind: 'awayUntilTold', because: 'not-told-yet' })
    for (const ending of one.after.slice(1)) ending.outcome = 'answered'
  }
  plan.changes = plan.changes.filter(({ kind }) => kind !== 'losesContent')
  for (const { group } of plan.groups.slice(0, 1)) group.at = ['CEN']
  for (const check of plan.preflight) check.holds = false
  for (const one of plan.attempts) one.status = 500
  Object.assign(plan.summary, { stranded: 0, awayUntilTold: 200 })
  return plan
}
