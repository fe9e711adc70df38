import type { SiteMode, SiteSystemRole } from '../../sim/index.ts'
import { createRandom, type Random } from '../fuzz/random.ts'
import type { DescribedHierarchy, Place } from './described-hierarchy.ts'
import { randomPlace } from './random-places.ts'

/** An event in a hierarchy: an act of a client, or a change that affects all. */
export type Step =
  ClientStep | { does: 'setMode'; site: string; mode: SiteMode } | { does: 'advance'; hours: number }

export type ClientStep = { client: string } & (
  | { does: 'move'; to: Place }
  | { does: 'assign'; site: string }
  | { does: 'getContent'; packageId: string }
  | { does: 'start' | 'requestPolicy' | 'sendState' | 'scanForUpdates' | 'storeState' }
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

/** One polling cycle of policy; two, after which clients read the mode; and what is more than the 25 hours of the option. */
const laterBy = [1, 2, 26]

/** Content above all, since most rules are about it. */
const weights = {
  getContent: 38,
  move: 24,
  assign: 9,
  contact: 16,
  start: 3,
  storeState: 2,
  setMode: 6,
  advance: 5,
}

/** For these a client makes a key pair, which takes as long as all the rest of a day: on some days only. */
const ofRegisteredClients = { requestPolicy: 7, sendState: 5, scanForUpdates: 6 }

function choicesBy<Does extends string>(weights: Readonly<Record<Does, number>>): Does[] {
  const all = Object.keys(weights) as Does[]
  return all.flatMap((does) => Array<Does>(weights[does]).fill(does))
}

export function randomDay(seed: number, hierarchy: DescribedHierarchy): Step[] {
  // Not the numbers that the hierarchy was made by.
  const random = createRandom(~seed)
  const choices: readonly Step['does'][] = [
    ...choicesBy(weights),
    ...(random.below(5) === 0 ? choicesBy(ofRegisteredClients) : []),
  ]
  return Array.from({ length: 16 + random.below(24) }, () =>
    randomStep(random, random.pick(choices), hierarchy),
  )
}

function randomStep(
  random: Random,
  does: Step['does'],
  { sites, clients, packages }: DescribedHierarchy,
): Step {
  const codes = sites.map(({ code }) => code)
  // Mobile devices have no user state that could be migrated.
  const computers = clients.filter(({ kind }) => kind !== 'mobile-device')
  const isOfComputers = does === 'storeState' && computers.length > 0
  const client = random.pick(isOfComputers ? computers : clients).name
  switch (does) {
    case 'setMode':
      // Not always one that may go over: that it is refused is to be seen as well.
      return { does, site: random.pick(codes), mode: random.pick(['mixed', 'native']) }
    case 'advance':
      return { does, hours: random.pick(laterBy) }
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
