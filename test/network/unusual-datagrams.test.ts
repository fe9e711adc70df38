import { join } from 'node:path'
import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import type { UnusualBehaviour } from '../../sim/vocabulary/unusual.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')
const times = 12

const described = (only: UnusualBehaviour): HierarchyInput => ({
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
  unusual: { seed: 3, only: [only] },
})

const kinds: readonly [UnusualBehaviour, SiteSystemRole][] = [
  ['option-order', 'pxe-service-point'],
  ['small-blocks', 'pxe-service-point'],
  ['acknowledgment-order', 'pxe-service-point'],
  ['repeated-answer', 'pxe-service-point'],
  ['late-answer', 'pxe-service-point'],
  ['radius-order', 'system-health-validator-point'],
  ['repeated-answer', 'system-health-validator-point'],
  ['late-answer', 'system-health-validator-point'],
]

for (const [kind, role] of kinds) {
  void t.test(`${kind} of a ${role} happens by the seed, at times, and no client minds`, async (t) => {
    const met = async (): Promise<boolean[]> => {
      const seen: boolean[] = []
      const { running } = await open(t, described(kind), {
        cache,
        journal: (event) => event.type === 'attempt' && seen.push(event.server?.unusual?.[0] === kind),
      })
      for (let time = 0; time < times; time += 1)
        t.equal((await running.client('PC').contact(role)).outcome, 'answered')
      return seen
    }
    const first = await met()
    t.strictSame(await met(), first, 'the same by the seed')
    t.equal(first.length, times)
    t.ok(first.includes(true), 'it happens')
  })
}
