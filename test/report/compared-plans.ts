import type { Attempt } from '../../sim/evidence/attempt.ts'
import type { PlanChange, PlanEnding, PlanGroup, PlanResult } from '../../sim/report/plan-result.ts'
import { change, group, noFates, planOf } from './planned.ts'

/** Plans to be compared, written by hand: what was really tried is compared in test/cli. */

const travellers: Partial<PlanGroup> = { at: ['WST'], visits: ['EST'], activeDirectory: false }
const kiosks = group(1, { ...travellers, from: ['KIOSKS'], clients: 200, certificates: [] })

/** Described like the laptops that follow; something tells them apart that the description does not have. */
const laptops = group(2, { ...travellers, from: ['LAPTOPS', null], clients: 30 })
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
  const system = 'mp.cen.contoso.test'
  const failed: PlanEnding = { outcome: 'failed', protocol: 'http', system, site: 'CEN' }
  return change(group, 'stranded', 'never-told', {
    ...{ example, diagnosis: 'ssl-required', attempts },
    before: { ...failed, outcome: 'answered' },
    after: [failed, failed],
    remedies: [{ id: 'reinstall', do: 'Install the client again.', verified: true, leaves: 0, strands: 0 }],
  })
}

/** Kiosks that are stranded, and two groups of laptops that get a package from farther away, and no package. */
export function expectedPlan(): PlanResult {
  const farther: PlanChange = {
    ...policyOf(laptops, 'LAPTOPS-0001', ['a3']),
    ...{ act: 'content', content: 'CEN00001', visiting: 'EST' },
    ...{ kind: 'fartherContent', because: 'neighbour-of-other-mode', diagnosis: null },
    ...{ rule: 'roaming/other-mode', remedies: [] },
  }
  const lost: PlanChange = {
    ...farther,
    ...{ group: otherLaptops, example: 'LAPTOPS-0002', kind: 'losesContent', attempts: ['a4'] },
  }
  const plan = planOf([policyOf(kiosks, 'KIOSKS-0001', ['a2']), lost, farther], {
    hierarchy: 'contoso.yaml',
    switches: [
      { site: 'CEN', mode: 'native', refused: null },
      { site: 'WST', mode: 'native', refused: null },
    ],
    groups: [
      { group: kiosks, fates: { ...noFates, stranded: 200 } },
      { group: laptops, fates: { ...noFates, fartherContent: 30 } },
      { group: otherLaptops, fates: { ...noFates, losesContent: 30 } },
    ],
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
  })
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
