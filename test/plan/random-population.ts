import type { HierarchyInput, SiteMode } from '../../sim/index.ts'
import { createRandom, type Random } from '../fuzz/random.ts'
import type { DescribedHierarchy } from '../roaming/described-hierarchy.ts'
import { randomClients } from '../roaming/random-clients.ts'
import { happens, randomHierarchy } from '../roaming/random-hierarchy.ts'
import { afterStep, mayGoOver, modeIn, worldAtFirst } from '../roaming/world.ts'

export type DescribedGroup = NonNullable<HierarchyInput['groups']>[number]

/** A random hierarchy with random clients in groups of which some travel, and switches that it allows. */
export interface Population {
  hierarchy: HierarchyInput & { groups: DescribedGroup[] }
  switches: { site: string; mode: SiteMode }[]
}

export function randomPopulation(seed: number, clients: number): Population {
  const described = randomHierarchy(seed)
  const random = createRandom(seed + 0x10_000)
  const groups: DescribedGroup[] = []
  for (let left = clients; left > 0;) {
    const count = Math.min(left, 1 + random.below(8))
    groups.push(randomGroup(random, described, `G${groups.length}`, count))
    left -= count
  }
  return {
    hierarchy: { ...described, clients: [], groups },
    switches: randomSwitches(random, described),
  }
}

function randomGroup(
  random: Random,
  { sites }: DescribedHierarchy,
  name: string,
  count: number,
): DescribedGroup {
  const [client] = randomClients(random, sites)
  if (!client) throw new RangeError('there is always a client')
  const places = sites.filter(({ boundaries }) => boundaries.length > 0).map(({ code }) => code)
  const isAtSite = places.length > 0 && !('internet' in client.at) && happens(random, 50)
  const mayTravel = places.length > 0 && happens(random, 60)
  const visited = mayTravel ? new Set([random.pick(places), random.pick(places)]) : []
  return {
    ...client,
    ...{ name, count, at: isAtSite ? { site: random.pick(places) } : client.at },
    certificate: random.pick([client.certificate, client.certificate, 'unknown', 'expired']),
    visits: [...visited].map((site) => ({ site, share: `${random.pick([10, 50, 100])}%` })),
  }
}

/** Up to three, each in an order that the hierarchy allows, and now and then the way back. */
function randomSwitches(random: Random, described: DescribedHierarchy): Population['switches'] {
  const switches: Population['switches'] = []
  let world = worldAtFirst(described)
  const wanted = 1 + random.below(3)
  for (let tries = 0; switches.length < wanted && tries < 20; tries++) {
    const site = random.pick(described.sites)
    const mode = modeIn(world, site) === 'native' ? 'mixed' : 'native'
    if (!mayGoOver(world, site.code, mode)) continue
    switches.push({ site: site.code, mode })
    world = afterStep(world, { does: 'setMode', site: site.code, mode }, undefined)
  }
  return switches
}
