import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import type { PlanResult } from '../../sim/report/plan-result.ts'
import { unprotectedAfterEightHours } from '../../sim/rules/content-location.ts'
import type { SiteMode } from '../../sim/vocabulary/site-mode.ts'
import { newFolder } from '../new-folder.ts'

// What comes in time, though not at once, is not lost: content of unprotected distribution points, and registrations.

const cache = newFolder(t)

async function planned(described: HierarchyInput, mode: SiteMode): Promise<PlanResult> {
  const { hierarchy } = parseHierarchy(described)
  return runPlan(hierarchy, 'waiting.yaml', [{ site: 'CEN', mode }], { cache })
}

const subnet = '10.0.0.0/16'

/** In mixed mode the protected distribution point wants an account of its clients, and theirs is broken. */
function withProtected(fallBackToUnprotected: boolean): HierarchyInput {
  const distributionPoint = {
    ...{ roles: ['standard-distribution-point' as const], packages: ['CEN00001'] },
  }
  const systems = [
    { name: 'mp.cen', roles: ['management-point' as const] },
    { ...distributionPoint, name: 'dp1.cen', protectedBoundaries: [{ subnet }] },
    { ...distributionPoint, name: 'dp2.cen', anonymousAccess: true },
  ]
  return {
    sites: [{ code: 'CEN', mode: 'native', boundaries: [{ subnet }], systems }],
    packages: [{ id: 'CEN00001', size: '1 KiB', advertisement: { fallBackToUnprotected } }],
    groups: [
      {
        ...{ name: 'OFFICE', count: 4, assignedSite: 'CEN', at: { site: 'CEN' } },
        computerAccount: 'broken',
      },
    ],
  }
}

void t.test(
  'content that comes from unprotected distribution points after eight hours is not lost',
  async (t) => {
    const { changes, summary } = await planned(withProtected(true), 'mixed')
    const [change] = changes.filter(({ act }) => act === 'content')
    t.match(change, {
      ...{ kind: 'delayedContent', because: 'system-not-ready', clients: 4 },
      ...{ diagnosis: 'share-sign-in-refused', rule: unprotectedAfterEightHours.id },
      before: { outcome: 'answered', system: 'dp1.cen.sitemode.test' },
      after: [{ outcome: 'failed' }, { outcome: 'answered', system: 'dp2.cen.sitemode.test' }],
    })
    t.match(summary, { losesContent: 0, delayedContent: 4, awayUntilTold: 4 })
  },
)

void t.test('content is lost where its advertisement does not let a client fall back', async (t) => {
  const { changes, summary } = await planned(withProtected(false), 'mixed')
  t.match(
    changes.filter(({ act }) => act === 'content'),
    [{ kind: 'losesContent', because: 'system-not-ready' }],
  )
  t.match(summary, { delayedContent: 0 })
})

void t.test('clients register in the time that their management point takes', async (t) => {
  const office = { assignedSite: 'CEN', at: { site: 'CEN' } } as const
  const managementPoint = { registrationWait: '5 min' }
  const described: HierarchyInput = {
    sites: [
      {
        ...{ code: 'CEN', mode: 'mixed', boundaries: [{ subnet }] },
        systems: [{ name: 'mp.cen', roles: ['management-point'], managementPoint }],
      },
    ],
    groups: [
      { ...office, name: 'OFFICE', count: 4 },
      { ...office, name: 'STALE', count: 2, certificate: 'expired' },
      { ...office, name: 'STRAYS', count: 1, assignedSite: 'none' },
    ],
  }
  const { summary, changes } = await planned(described, 'native')
  t.match(summary, { clients: 7, stranded: 2, awayUntilTold: 4, unchanged: 1, withoutPolicyBefore: 1 })
  t.ok(changes.every(({ act }) => act === 'policy'))
})
