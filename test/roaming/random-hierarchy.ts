import type { SiteMode } from '../../sim/index.ts'
import { createRandom, type Random } from '../fuzz/random.ts'
import {
  domain,
  type DescribedHierarchy,
  type DescribedPackage,
  type DescribedSite,
} from './described-hierarchy.ts'
import { randomClients } from './random-clients.ts'
import { boundariesOf } from './random-places.ts'
import { systemsOf } from './random-systems.ts'

const mostSites = 12

/** Whether something happens that happens so many times in a hundred. */
export function happens(random: Random, percent: number): boolean {
  return random.below(100) < percent
}

/** A hierarchy with up to three tiers of primary sites, in the modes that the product supports one above the other. */
export function randomHierarchy(seed: number): DescribedHierarchy {
  const random = createRandom(seed)
  const packages = Array.from({ length: 3 + random.below(3) }, (_, index) => randomPackage(random, index))
  const ids = packages.map(({ id }) => id)
  const sites = randomTree(random)
  for (const site of sites) site.systems = systemsOf(random, site, sites, ids)
  return {
    // One name for all of them, so that they share certificates.
    ...{ name: 'Roaming', domain },
    tls: { version: random.pick(['1.2', '1.3']) },
    sites,
    clients: randomClients(random, sites),
    packages,
  }
}

function randomTree(random: Random): DescribedSite[] {
  const tiers = new Map<string, number>()
  const sites: DescribedSite[] = []
  const wanted = 1 + random.below(mostSites)
  const overlapping = happens(random, 25)
  while (sites.length < wanted) {
    const kind = sites.length > 0 && happens(random, 35) ? 'secondary' : 'primary'
    const lowest = kind === 'secondary' ? 2 : 1
    const above = sites.filter((site) => site.kind === 'primary' && (tiers.get(site.code) ?? 0) <= lowest)
    const parent = above.length > 0 ? random.pick(above) : undefined
    const code = `S${String(sites.length).padStart(2, '0')}`
    tiers.set(code, parent ? (tiers.get(parent.code) ?? 0) + 1 : 0)
    sites.push({
      ...{ code, kind },
      ...(parent && { parent: parent.code }),
      publishToActiveDirectory: happens(random, 85),
      ...(kind === 'primary' && settingsBelow(random, parent)),
      refusal: random.pick(['handshake', 'iis']),
      boundaries: boundariesOf(random, sites.length, overlapping),
      systems: [],
    })
  }
  // In half of them all sites publish, as global roaming asks.
  if (happens(random, 50)) for (const site of sites) site.publishToActiveDirectory = true
  return sites
}

/** A native primary site has native sites alone above it. */
function settingsBelow(random: Random, parent: DescribedSite | undefined) {
  const mode: SiteMode = (!parent || parent.mode === 'native') && happens(random, 62) ? 'native' : 'mixed'
  return { mode, httpForRoaming: happens(random, 50), crlChecking: happens(random, 70) }
}

function randomPackage(random: Random, index: number): DescribedPackage {
  return {
    id: `S000000${index}`,
    size: 1 + random.below(16 * 1024),
    advertisement: {
      whenSlow: happens(random, 75) ? 'download' : 'do-not-run',
      runFromDistributionPoint: happens(random, 20),
      fallBackToUnprotected: happens(random, 70),
    },
  }
}
