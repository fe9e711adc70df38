import { addressIn, type Location } from '../vocabulary/location.ts'
import type { Basis } from '../vocabulary/basis.ts'
import type { Client, Group, Hierarchy, Site } from './hierarchy.ts'
import { assignedSiteOf } from './sites.ts'

/** The clients that a step has to do with: all, the ones of a group, or the ones assigned to a site. */
export type Selection = 'all' | { group: string; visiting?: string | undefined } | { site: string }

/** A client by its name, whether described alone, in a group or in a table. */
export function clientNamed(hierarchy: Hierarchy, name: string): Client | undefined {
  const alone = hierarchy.clients.find((client) => client.name === name)
  if (alone) return alone
  for (const group of hierarchy.groups) {
    const member = memberCalled(hierarchy, group, name)
    if (member) return member
  }
  return undefined
}

function memberCalled(hierarchy: Hierarchy, group: Group, name: string): Client | undefined {
  const member = memberNamed(group, name)
  return member && clientOf(hierarchy, group, name, member)
}

function clientOf(hierarchy: Hierarchy, { traits }: Group, name: string, { at, number }: Member): Client {
  const place = placed(at, (code) => siteCalled(hierarchy, code), number)
  return { name, fqdn: `${name}.${hierarchy.domain}`, ...traits, at: place }
}

/** The name of the group that describes a client; undefined where it is described alone. */
export function groupOf({ groups }: Hierarchy, name: string): string | undefined {
  return groups.find((group) => memberNamed(group, name) !== undefined)?.name
}

/** Every client, one after the other; those of groups are made as they are asked for. */
export function* everyClient(hierarchy: Hierarchy): Iterable<Client> {
  yield* hierarchy.clients
  for (const group of hierarchy.groups) {
    for (const name of namesIn(group)) {
      const client = memberCalled(hierarchy, group, name)
      if (client) yield client
    }
  }
}

/** A client, the group that describes it, if any, and the visits that it makes itself. */
export interface Traveller {
  client: Client
  group: Group | undefined
  /** From 0, among the clients that it is described with: its place within a site. */
  number: number
  visits: { site: Site; at: Location }[]
}

/** Every client, with the places to which it travels; or those from one position to before another, counted from 0. */
export function* everyMember(hierarchy: Hierarchy, from = 0, to = Infinity): Iterable<Traveller> {
  const { clients, groups } = hierarchy
  for (const [number, client] of clients.slice(from, to).entries())
    yield { client, group: undefined, number: from + number, visits: [] }
  let before = clients.length
  for (const group of groups) {
    const [first, end] = [Math.max(from - before, 0), Math.min(to - before, countOf(group))]
    if (first < end) yield* membersOf(hierarchy, group, first, end)
    before += countOf(group)
  }
}

function* membersOf(hierarchy: Hierarchy, group: Group, first: number, end: number): Iterable<Traveller> {
  const visits = group.visits.flatMap((visit) => {
    const site = siteCalled(hierarchy, visit.site)
    return site ? [{ site, visitors: visitorsOf(group, visit.site) }] : []
  })
  let index = first
  for (const name of namesIn(group, first, end)) {
    const member = memberNamed(group, name)
    if (!member) continue
    const { number } = member
    const made = visits.filter(({ visitors }) => index < visitors)
    yield {
      ...{ client: clientOf(hierarchy, group, name, member), group, number },
      visits: made.map(({ site }) => ({ site, at: placed({ site: site.code }, () => site, number) })),
    }
    index += 1
  }
}

/** The number of a client, from 0, among those it is described with: it tells them apart within a site. */
export function numberOf({ clients, groups }: Hierarchy, name: string): number {
  const alone = clients.findIndex((client) => client.name === name)
  if (alone >= 0) return alone
  for (const group of groups) {
    const member = memberNamed(group, name)
    if (member) return member.number
  }
  return 0
}

/** The names of a group's clients, in their order; or those from one position to before another. */
export function* namesIn({ name, members }: Group, from = 0, to = Infinity): Iterable<string> {
  if (members.kind === 'listed') yield* [...members.places.keys()].slice(from, to)
  else for (let number = from; number < Math.min(to, members.count); number++) yield memberName(name, number)
}

export function clientsIn({ clients, groups }: Hierarchy): number {
  return groups.reduce((sum, group) => sum + countOf(group), clients.length)
}

export function countOf({ members }: Group): number {
  return members.kind === 'listed' ? members.places.size : members.count
}

/** The names of the clients selected, in the order of the file: the single ones first, then group by group. */
export function* namesSelected(hierarchy: Hierarchy, selection: Selection): Iterable<string> {
  const { clients, groups } = hierarchy
  if (selection === 'all') {
    yield* clients.map(({ name }) => name)
    for (const group of groups) yield* namesIn(group)
  } else if ('group' in selection) {
    const group = groups.find(({ name }) => name === selection.group)
    if (group) yield* selection.visiting === undefined ? namesIn(group) : visitors(group, selection.visiting)
  } else {
    for (const client of clients) if (isAssigned(hierarchy, client, selection.site)) yield client.name
    for (const group of groups) yield* namesAssigned(hierarchy, group, selection.site)
  }
}

/** Only where clients find their site by themselves do those of one group have different ones. */
function* namesAssigned(hierarchy: Hierarchy, group: Group, site: string): Iterable<string> {
  const { assignedSite } = group.traits
  if (assignedSite === site) yield* namesIn(group)
  if (assignedSite !== 'auto') return
  for (const name of namesIn(group)) {
    const client = memberCalled(hierarchy, group, name)
    if (client && isAssigned(hierarchy, client, site)) yield name
  }
}

function isAssigned(hierarchy: Hierarchy, client: Client, site: string): boolean {
  return assignedSiteOf(hierarchy, client)?.code === site
}

/** How many clients of a group visit a site: as many as its share tells, and one at least. They are its first ones. */
function visitorsOf(group: Group, site: string): number {
  const { share = 0 } = group.visits.find((visit) => visit.site === site) ?? {}
  return share === 0 ? 0 : Math.max(1, Math.round(countOf(group) * share))
}

function* visitors(group: Group, site: string): Iterable<string> {
  let left = visitorsOf(group, site)
  for (const name of namesIn(group)) {
    if (left === 0) return
    left -= 1
    yield name
  }
}

/**
 * The place of a client in the boundaries of a site: the address of that number, counted from the first that a host can
 * have through the fast boundaries of addresses, and from the beginning again after the last. A site without fast ones
 * lends its slow ones; one without addresses, its first Active Directory site. undefined: it has no boundaries.
 */
export function placeInSite({ boundaries }: Site, number: number): Location | undefined {
  const fast = boundaries.filter(({ connection }) => connection === 'fast')
  const usable = fast.length > 0 ? fast : boundaries
  const ranges = usable.flatMap((boundary) => (boundary.kind === 'addresses' ? [boundary.range] : []))
  const address = addressIn(ranges, number)
  if (address !== undefined) return { internet: false, address }
  const [named] = usable
  return named && { internet: false, activeDirectorySite: named.text }
}

/** The location itself, or the one that stands for a site. */
export function placed(
  at: Location | { site: string },
  siteCalled: (code: string) => Site | undefined,
  number: number,
): Location {
  if (!('site' in at)) return at
  const site = siteCalled(at.site)
  return (site && placeInSite(site, number)) ?? { internet: false }
}

function siteCalled({ sites }: Hierarchy, code: string): Site | undefined {
  return sites.find((site) => site.code === code)
}

function memberName(group: string, number: number): string {
  return `${group}-${number + 1}`
}

interface Member {
  number: number
  at: Location | { site: string }
}

function memberNamed({ name: group, members }: Group, name: string): Member | undefined {
  if (members.kind === 'listed') return members.places.get(name)
  const number = memberNumber(group, members.count, name)
  return number === undefined ? undefined : { number, at: members.at }
}

/** The number, from 0, of the client of a counted group that is called so. */
export function memberNumber(group: string, count: number, name: string): number | undefined {
  if (!name.startsWith(`${group}-`)) return undefined
  const number = Number(name.slice(group.length + 1)) - 1
  return number >= 0 && number < count && name === memberName(group, number) ? number : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the names of the clients of a group, and their addresses in the boundaries of its site',
  },
  {
    certainty: 'our choice',
    about: 'which clients of a group visit a site: the first ones, as many as its share tells',
  },
  {
    certainty: 'our choice',
    about: 'clients whose certificates nobody knows, which act as without one',
  },
]
