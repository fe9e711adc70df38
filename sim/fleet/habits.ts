import type { FleetAct } from '../evidence/fleet-result.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { placeInSite, type Selection, type Traveller } from '../model/populations.ts'
import { assignedSiteOf } from '../model/sites.ts'
import type { Location } from '../vocabulary/location.ts'
import type { Fleet, WrittenHabits } from './fleet-file.ts'
import type { Random } from '../random.ts'

/** What one client does on a day, with everything filled in. Shares are parts of one. */
export interface Habits {
  assign: boolean
  visits: { site: string; share: number; at: Location }[]
  policy: number
  downloads: { package: string; share: number }[]
  updates: number
  state: number
  userState: number
}

/** Where a client is for a part of a day; `site`: the one that it visits, null at home. */
export interface Stay {
  site: string | null
  at: Location
  errands: Errand[]
}

export interface Errand {
  act: FleetAct
  /** Id of a package. */
  content?: string
}

/** The habits of a client: those of every entry that selects it, a later one before an earlier one. */
export function habitsOf(
  { hierarchy, habits }: Pick<Fleet, 'hierarchy' | 'habits'>,
  traveller: Traveller,
): Habits {
  const own = habits.filter((one) => concerns(one, traveller, hierarchy))
  const written = <Field extends keyof WrittenHabits>(field: Field): WrittenHabits[Field] =>
    own.findLast((one) => one[field] !== undefined)?.[field]
  return {
    assign: written('assign') ?? true,
    visits: visitsOf(written('visits'), traveller, hierarchy),
    policy: written('policy') ?? 1,
    downloads: written('downloads') ?? hierarchy.packages.map(({ id }) => ({ package: id, share: 0.1 })),
    updates: written('updates') ?? (hasUpdates(hierarchy) ? 0.14 : 0),
    state: written('state') ?? 1,
    userState: written('userState') ?? 0,
  }
}

function concerns(
  { client, clients = 'all' }: WrittenHabits,
  traveller: Traveller,
  hierarchy: Hierarchy,
): boolean {
  return client === undefined ? isSelected(clients, traveller, hierarchy) : client === traveller.client.name
}

function isSelected(
  selected: Selection,
  { client, group, visits }: Traveller,
  hierarchy: Hierarchy,
): boolean {
  if (selected === 'all') return true
  if ('site' in selected) return assignedSiteOf(hierarchy, client)?.code === selected.site
  const { group: name, visiting } = selected
  return group?.name === name && (visiting === undefined || visits.some(({ site }) => site.code === visiting))
}

function visitsOf(
  written: WrittenHabits['visits'],
  { group, number }: Traveller,
  { sites }: Hierarchy,
): Habits['visits'] {
  return (written ?? group?.visits ?? []).flatMap(({ site: code, share }) => {
    const at = placeOf(
      sites.find((site) => site.code === code),
      number,
    )
    return at ? [{ site: code, share, at }] : []
  })
}

function placeOf(site: Site | undefined, number: number): Location | undefined {
  return site && placeInSite(site, number)
}

function hasUpdates({ sites }: Hierarchy): boolean {
  return sites.some(({ systems }) => systems.some(({ roles }) => roles.includes('software-update-point')))
}

/**
 * A day of a client: where it is, and what it does there. It requests policy at each place; everything else that it does on the
 * day it does at one of them. `looksForSite`: it has no assigned site yet.
 */
export function dayOf(habits: Habits, home: Location, looksForSite: boolean, random: Random): Stay[] {
  const atHome: Stay = { site: null, at: home, errands: looksForSite ? [{ act: 'assign' }] : [] }
  const visits = habits.visits
    .filter(({ share }) => random.happens(share))
    .map(({ site, at }): Stay => ({ site, at, errands: [] }))
  const stays = [atHome, ...visits] as const
  for (const { errands } of stays)
    for (let request = 0; request < habits.policy; request++) errands.push({ act: 'policy' })
  const perhaps = (share: number, ...errands: Errand[]): void => {
    if (random.happens(share)) random.pick(stays).errands.push(...errands)
  }
  for (const { package: content, share } of habits.downloads) perhaps(share, { act: 'content', content })
  perhaps(habits.updates, { act: 'updates' })
  perhaps(habits.state, { act: 'state' })
  perhaps(habits.userState, { act: 'store-user-state' }, { act: 'restore-user-state' })
  return [...stays]
}
