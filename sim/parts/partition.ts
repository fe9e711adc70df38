import { createHash } from 'node:crypto'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { isBranchAlone, primaryCodeOf } from '../model/sites.ts'

/** A part of a work that was split: number 2 of 4. */
export interface Shard {
  /** From 1. */
  number: number
  /** Of how many. */
  total: number
}

/** The parts of a run are open at once while they are joined. */
export const mostShards = 1000

/** Shards are written as `2/4`. undefined: this is none. */
export function parseShard(text: string): Shard | undefined {
  const [, number, total] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number)
  if (number === undefined || total === undefined || number < 1 || number > total) return undefined
  if (total > mostShards) return undefined
  return { number, total }
}

export function shardText({ number, total }: Shard): string {
  return `${number}/${total}`
}

/** Units are dealt out in turn, so that neighbours, which are alike, come into different shards. */
export function isInShard(unit: number, { number, total }: Shard): boolean {
  return unit % total === number - 1
}

/** What clients do that limits of site systems can have to do with. */
export type SharedUse = 'content' | 'user-state'

/** A client as far as limits are concerned: its assigned site, and the sites in whose boundaries it is at any time. */
export interface Whereabouts {
  assignedSite: string | null
  sites: ReadonlySet<string>
}

/**
 * How work can be split by its clients so that each of them ends as in one process: anyhow, only with all clients of an assigned
 * site together, or not at all, for this system's sake.
 */
export type SoundSplit = { by: 'client' | 'assigned-site' } | { by: 'nothing'; system: string; limit: string }

/** A limit that clients share: one of them changes what the next one finds. */
interface SharedLimit {
  use: SharedUse
  /** Completes “clients share …”. */
  inWords: string
  has(system: SiteSystem, hierarchy: Hierarchy): boolean
}

/**
 * Neither the simultaneous connections of a branch distribution point, since clients act one after the other, nor the throttle of
 * a fallback status point, which delays what the site reads and no client: both change no outcome. Approval and registration
 * wait for each client by itself.
 */
const sharedLimits: readonly SharedLimit[] = [
  {
    use: 'user-state',
    inWords: 'the capacity of its state store',
    has: ({ roles, stateMigration }) =>
      roles.includes('state-migration-point') && stateMigration.quota !== undefined,
  },
  {
    use: 'content',
    inWords: 'the packages that it fetches when the first client asks for them',
    has: (system, { packages }) =>
      isBranchAlone(system) && packages.some(({ id, onDemand }) => onDemand && system.packages.includes(id)),
  },
]

/** `whereabouts` is read only where a site system has a limit. */
export function soundSplit(
  hierarchy: Hierarchy,
  uses: ReadonlySet<SharedUse>,
  whereabouts: () => Iterable<Whereabouts>,
): SoundSplit {
  const limited = hierarchy.sites.flatMap((site) =>
    site.systems.flatMap((system) => {
      const limit = sharedLimits.find(({ use, has }) => uses.has(use) && has(system, hierarchy))
      return limit ? [{ site, system, limit, users: new Set<string | null>() }] : []
    }),
  )
  if (limited.length === 0) return { by: 'client' }
  for (const client of whereabouts())
    for (const { site, users } of limited) if (mayUse(client, site)) users.add(client.assignedSite)
  const apart = limited.find(({ users }) => users.size > 1)
  if (apart) return { by: 'nothing', system: apart.system.fqdn, limit: apart.limit.inWords }
  return { by: limited.some(({ users }) => users.size > 0) ? 'assigned-site' : 'client' }
}

/** Clients use the systems of their assigned site, of the secondary sites below it, and of the site that they are in. */
function mayUse({ assignedSite, sites }: Whereabouts, site: Site): boolean {
  return assignedSite === primaryCodeOf(site) || sites.has(site.code)
}

/** Tells inputs apart: the same for the same data, whatever file, place or order of fields they were read from. */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input, sorted)).digest('hex')
}

/** Maps and sets count as lists of their entries, the fields of an object in the order of their names. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
