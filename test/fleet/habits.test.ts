import t from 'tap'
import { dayOf, habitsOf, type Habits } from '../../sim/fleet/habits.ts'
import { createRandom } from '../../sim/random.ts'
import { everyMember } from '../../sim/model/populations.ts'
import { fleetOf, smallHierarchy } from './small-fleet.ts'

function habitsOfAll(...written: Parameters<typeof fleetOf>): Map<string, Habits> {
  const fleet = fleetOf(...written)
  return new Map([...everyMember(fleet.hierarchy)].map((one) => [one.client.name, habitsOf(fleet, one)]))
}

const everyDay = { policy: 1, downloads: [], updates: 0, state: 0, userState: 0, visits: [], assign: true }
const home = { internet: false, address: '10.0.0.1' } as const

void t.test('a hierarchy alone has habits: visits of its groups, and the packages that it has', (t) => {
  const habits = habitsOfAll()
  t.match(habits.get('LAPTOPS-2'), {
    visits: [{ site: 'WST', share: 0.4, at: { address: '10.1.0.2' } }],
    policy: 1,
    downloads: [{ package: 'CEN00001', share: 0.1 }],
    updates: 0,
    state: 1,
    userState: 0,
  })
  t.strictSame(habits.get('EXPIRED-1')?.visits, [])
  const [central, western] = smallHierarchy.sites
  const withUpdates = {
    ...smallHierarchy,
    sites: [
      {
        ...central,
        systems: [...(central?.systems ?? []), { name: 'sup', roles: ['software-update-point'] }],
      },
      western,
    ],
  }
  t.equal(habitsOfAll({}, withUpdates).get('SERVER')?.updates, 0.14)
  t.end()
})

void t.test('the last entry that selects a client and has a field counts', (t) => {
  const habits = habitsOfAll({
    habits: [
      { policy: 2, state: '50%' },
      { clients: { group: 'LAPTOPS' }, policy: 3, visits: [] },
      { clients: { group: 'LAPTOPS', visiting: 'WST' }, policy: 4 },
      { clients: { site: 'WST' }, policy: 5 },
      { client: 'EXPIRED-2', policy: 6 },
    ],
  })
  const policy = [...habits].map(([name, one]) => `${name} ${one.policy}`)
  t.strictSame(policy, [
    ...['SERVER 5', 'LAPTOPS-1 4', 'LAPTOPS-2 4', 'LAPTOPS-3 3', 'LAPTOPS-4 3', 'LAPTOPS-5 3'],
    ...['EXPIRED-1 2', 'EXPIRED-2 6', 'EXPIRED-3 2'],
  ])
  t.ok([...habits.values()].every(({ state }) => state === 0.5))
  t.strictSame(habits.get('LAPTOPS-1')?.visits, [])
  t.end()
})

void t.test('a day has a request for policy at each place, and everything else at one of them', (t) => {
  const visit = { site: 'WST', share: 1, at: { internet: false, address: '10.1.0.1' } } as const
  const busy: Habits = {
    ...everyDay,
    visits: [visit, { ...visit, site: 'NOR', share: 0 }],
    policy: 2,
    downloads: [{ package: 'CEN00001', share: 1 }],
    userState: 1,
  }
  const stays = dayOf(busy, home, true, createRandom(1, 'PC'))
  t.strictSame(
    stays.map(({ site, at }) => [site, at]),
    [
      [null, home],
      ['WST', visit.at],
    ],
  )
  const [first, second] = stays.map(({ errands }) => errands.map(({ act }) => act))
  t.strictSame(first?.slice(0, 3), ['assign', 'policy', 'policy'])
  t.strictSame(second?.slice(0, 2), ['policy', 'policy'])
  const others = [...(first ?? []), ...(second ?? [])].filter((act) => act !== 'policy' && act !== 'assign')
  t.strictSame(others.sort(), ['content', 'restore-user-state', 'store-user-state'])
  t.end()
})

void t.test('chances are those of the seed and of the name, and come as often as they should', (t) => {
  const drawn = (seed: number, name: string): boolean[] => {
    const random = createRandom(seed, name)
    return Array.from({ length: 2000 }, () => random.happens(0.25))
  }
  t.strictSame(drawn(1, 'PC-1'), drawn(1, 'PC-1'))
  t.notSame(drawn(1, 'PC-1'), drawn(2, 'PC-1'))
  t.notSame(drawn(1, 'PC-1'), drawn(1, 'PC-2'))
  const often = drawn(3, 'PC').filter(Boolean).length
  // Five standard deviations: the seed is always the same, and so is the number.
  t.ok(Math.abs(often - 500) < 100, `${often} of 2000`)
  const random = createRandom(1, 'PC')
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])))
  t.equal(picked.size, 3)
  t.ok(Array.from({ length: 100 }, () => random.happens(1)).every(Boolean))
  t.notOk(Array.from({ length: 100 }, () => random.happens(0)).some(Boolean))
  t.end()
})
