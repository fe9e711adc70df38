import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { everyMember, type Traveller } from '../model/populations.ts'
import { assignedSiteOf, residentSiteOf, sitesCovering } from '../model/sites.ts'
import type { PlanGroup } from '../report/plan-result.ts'
import { matcherOf } from '../rules/client-certificate.ts'
import type { Basis } from '../vocabulary/basis.ts'
import { readCertificateCriteria } from '../vocabulary/certificate-criteria.ts'
import { holding, knownLocation, subnetOf, type Location, type Place } from '../vocabulary/location.ts'

/** Clients that nothing tells apart but their names and addresses, the first of which stand for all of them. */
export interface ClientGroup {
  shown: PlanGroup
  representatives: Representative[]
}

/** A client, and the places where it is tried. */
export interface Representative {
  client: Client
  home: PlaceInHierarchy
  visits: (PlaceInHierarchy & { site: string })[]
}

interface PlaceInHierarchy {
  at: Location
  /** Code of the site that the client is in there; null outside all boundaries. */
  resident: string | null
}

/**
 * The groups of a hierarchy's clients, in the order of their first. `sample`: clients of each that stand for it.
 * A million clients or boundaries take seconds.
 */
export function groupsOf(hierarchy: Hierarchy, sample = 1): ClientGroup[] {
  const groups: ClientGroup[] = []
  for (const { traveller, number } of numbered(hierarchy)) {
    const { shown, representatives } = (groups[number - 1] ??= newGroup(hierarchy, traveller, number))
    const from = traveller.group?.name ?? null
    shown.clients += 1
    if (!shown.from.includes(from)) shown.from.push(from)
    if (representatives.length < sample) representatives.push(representativeOf(hierarchy, traveller))
  }
  return groups
}

/** Every client with the number of its group. */
export function* groupNumbers(hierarchy: Hierarchy): Iterable<{ client: Client; group: number }> {
  for (const { traveller, number } of numbered(hierarchy)) yield { client: traveller.client, group: number }
}

function* numbered(hierarchy: Hierarchy): Iterable<{ traveller: Traveller; number: number }> {
  const numbers = new Map<string, number>()
  const keyOf = createKeys(hierarchy)
  for (const traveller of everyMember(hierarchy)) {
    const key = keyOf(traveller)
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    yield { traveller, number }
  }
}

/** Equal for clients that no rule and no site system treats in different ways, whatever the modes of the sites. */
function createKeys(hierarchy: Hierarchy): (traveller: Traveller) => string {
  const traits = new Map<object, string>()
  const placeKey = createPlaceKeys(hierarchy)
  const isNamedAsAsked = createNameTests(hierarchy)
  return ({ client, group, visits }) => {
    const described = group?.traits ?? withoutName(client)
    let words = traits.get(described)
    if (words === undefined) {
      words = JSON.stringify(described)
      if (group) traits.set(described, words)
    }
    const site = assignedSiteOf(hierarchy, client)?.code
    const assigned = client.assignedSite === 'auto' ? site : ''
    const named = site !== undefined && isNamedAsAsked(site, client) ? 'named' : ''
    const places = [client.at, ...visits.map(({ at }) => at)].map((at) => placeKey(placeOf(client, at)))
    return [words, assigned, named, ...places, ...visits.map(({ site }) => site.code)].join('\n')
  }
}

/** The criteria of a site may look at the names in a certificate, which are those of the client. */
function createNameTests({ sites, domain }: Hierarchy): (site: string, client: Client) => boolean {
  const tests = new Map(
    sites.flatMap(({ code, certificateSelection: { criteria } }) => {
      const read = readCertificateCriteria(criteria)
      return read && read.kind !== 'purpose-only' ? [[code, matcherOf(read)] as const] : []
    }),
  )
  return (site, { fqdn }) => {
    const subject = [
      { type: 'O', value: domain },
      { type: 'CN', value: fqdn },
    ]
    return tests.get(site)?.({ subject, names: [fqdn] }) ?? false
  }
}

function withoutName(client: Client): object {
  const traits: Partial<Client> = { ...client }
  delete traits.name
  delete traits.fqdn
  delete traits.at
  return traits
}

/** What sites and site systems can tell of a place. */
function createPlaceKeys({ sites }: Hierarchy): (at: Location) => string {
  const systems = sites.flatMap((site) => site.systems)
  const places = systems.map(({ at }) => at).filter(isPlace)
  const areas = [
    ...sites.map(({ boundaries }) => boundaries.filter(isFast)),
    ...sites.map(({ boundaries }) => boundaries.filter((boundary) => !isFast(boundary))),
    ...systems.map(({ protectedBoundaries }) => protectedBoundaries),
  ].filter(({ length }) => length > 0)
  return (at) => {
    if (at.internet) return 'Internet'
    const holds = holding(at)
    const subnet = at.address === undefined ? undefined : subnetOf(at.address)
    const name = at.activeDirectorySite?.toLowerCase()
    return [
      at.address === undefined ? '' : at.address.includes(':') ? '6' : '4',
      name === undefined ? '' : 'named',
      ...areas.map((boundaries) => (boundaries.some(holds) ? '1' : '0')),
      ...places.map((place) => nearness(place, subnet, name)),
    ].join('')
  }
}

function isFast({ connection }: Site['boundaries'][number]): boolean {
  return connection === 'fast'
}

function isPlace({ address, activeDirectorySite }: Place): boolean {
  return address !== undefined || activeDirectorySite !== undefined
}

function nearness(place: Place, subnet: string | undefined, name: string | undefined): string {
  const inSubnet = subnet !== undefined && place.address !== undefined && subnetOf(place.address) === subnet
  const inSite = name !== undefined && place.activeDirectorySite?.toLowerCase() === name
  return `${inSubnet ? 1 : 0}${inSite ? 1 : 0}`
}

/** Where the client takes itself to be. */
function placeOf(client: Client, at: Location): Location {
  return client.alwaysOnInternet ? { internet: true } : knownLocation(client, at)
}

function newGroup(hierarchy: Hierarchy, { client, visits }: Traveller, number: number): ClientGroup {
  const { kind, activeDirectory, version, certificates, certificatesUnknown } = client
  const at = placeOf(client, client.at)
  return {
    shown: {
      ...{ number, from: [], clients: 0, kind, activeDirectory, version },
      assignedSite: assignedSiteOf(hierarchy, client)?.code ?? null,
      at: sitesCovering(hierarchy, at).map(({ code }) => code),
      onInternet: at.internet,
      visits: visits.map(({ site }) => site.code),
      certificates: certificatesUnknown ? 'unknown' : [...certificates],
    },
    representatives: [],
  }
}

function representativeOf(hierarchy: Hierarchy, { client, visits }: Traveller): Representative {
  const assigned = assignedSiteOf(hierarchy, client)
  const placeIn = (at: Location): PlaceInHierarchy => ({
    at,
    resident: residentSiteOf(hierarchy, placeOf(client, at), assigned)?.code ?? null,
  })
  return {
    client,
    home: placeIn(client.at),
    visits: visits.map(({ site, at }) => ({ ...placeIn(at), site: site.code })),
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the clients that a plan takes to be alike: the ones of the same description, in the same boundaries at home and ' +
      'where they travel, and as near to the same distribution points',
  },
]
