import type { SiteMode, SiteSystemRole } from '../../sim/index.ts'
import { createRandom, type Random } from '../fuzz/random.ts'
import type { DescribedHierarchy, Place } from './described-hierarchy.ts'
import { randomPlace } from './random-places.ts'

/** What happens in a hierarchy: something that a client does, or something that befalls all. */
export type Step =
  ClientStep | { does: 'setMode'; site: string; mode: SiteMode } | { does: 'advance'; hours: number }

export type ClientStep = { client: string } & (
  | { does: 'move'; to: Place }
  | { does: 'assign'; site: string }
  | { does: 'getContent'; packageId: string }
  | { does: 'requestPolicy' | 'sendState' | 'scanForUpdates' | 'storeState' }
  | { does: 'contact'; role: SiteSystemRole; relation: 'assigned' | 'resident' }
)

const roles: readonly SiteSystemRole[] = [
  'management-point',
  'management-point',
  'standard-distribution-point',
  'standard-distribution-point',
  'branch-distribution-point',
  'software-update-point',
  'state-migration-point',
  'server-locator-point',
  'fallback-status-point',
]

/** More than a day: what clients read again every 25 hours they have read again. */
const later = 26

/** Content above all, since most rules are about it. */
const weights = {
  getContent: 38,
  move: 22,
  assign: 9,
  contact: 14,
  requestPolicy: 4,
  sendState: 3,
  scanForUpdates: 4,
  storeState: 2,
  setMode: 5,
  advance: 4,
} as const

const choices = Object.entries(weights).flatMap(([does, weight]) =>
  Array<keyof typeof weights>(weight).fill(does as keyof typeof weights),
)

export function randomDay(seed: number, hierarchy: DescribedHierarchy): Step[] {
  // Not the numbers that the hierarchy was made by.
  const random = createRandom(~seed)
  return Array.from({ length: 8 + random.below(10) }, () => randomStep(random, hierarchy))
}

function randomStep(random: Random, { sites, clients, packages }: DescribedHierarchy): Step {
  const codes = sites.map(({ code }) => code)
  const does = random.pick(choices)
  const client = random.pick(clients).name
  switch (does) {
    case 'setMode':
      // Not always one that may go over: that it is refused is to be seen as well.
      return { does, site: random.pick(codes), mode: random.pick(['mixed', 'native']) }
    case 'advance':
      return { does, hours: later }
    case 'move':
      return { does, client, to: randomPlace(random, sites) }
    case 'assign':
      return { does, client, site: random.pick([...codes, 'auto', 'auto', 'XXX']) }
    case 'getContent':
      return { does, client, packageId: random.pick(packages).id }
    case 'contact':
      return { does, client, role: random.pick(roles), relation: random.pick(['assigned', 'resident']) }
    default:
      return { does, client }
  }
}
