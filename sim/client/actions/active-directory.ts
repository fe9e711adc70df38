import type { Attempt } from '../../evidence/attempt.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'
import {
  parseAddress,
  prefixesAround,
  subnetOf,
  type AddressRange,
  type Location,
} from '../../vocabulary/location.ts'
import { activeDirectoryFirst } from '../../rules/service-location.ts'
import { settingsReadEvery } from '../../rules/site-assignment.ts'
import {
  readManagementPoints,
  findPublishedManagementPoint,
  type BoundaryRangeRecord,
  type HoldingSite,
  findBoundaryRanges,
  findSites,
  findSitesAround,
  readBoundaryRanges,
  readSites,
  sitesHolding,
} from '../conversations/published-sites.ts'
import { attempt } from '../attempt.ts'
import { readsDirectory } from '../contact.ts'
import type { ClientLocation } from '../../wire/management-point/locations.ts'
import type { ClientContext } from '../context.ts'
import { toldAtInstallation, toldBy, type ToldSite } from '../knowledge.ts'
import type { Clock } from '../network.ts'
import { ldapTransport, type LdapSearch } from '../transports/ldap.ts'
import type { ActionContext } from './action.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Reads what a site publishes about itself and its default management point; undefined if it cannot be read. */
export async function siteInDirectory(action: ActionContext, code: string): Promise<ToldSite | undefined> {
  const context = action.context()
  if (!readsDirectory(context)) return undefined
  const search = findPublishedManagementPoint(context.client.domain, code)
  const { attempt, entries } = action.keep(await searchActiveDirectory(context, search))
  const [found] = readManagementPoints(entries)
  const { settings } = found ?? {}
  const reply = settings ? `${found?.fqdn}, ${settings.mode} mode` : 'nothing'
  action.tell(
    `asked Active Directory for the default management point of site ${code}: ${reply}`,
    activeDirectoryFirst,
    attempt,
  )
  if (!found || !settings) return undefined
  const { mode, ports, httpForRoaming, crlChecking, certificateCriteria, selectFirstCertificate } = settings
  const told = toldBy('active-directory', attempt)
  action.state.neighbours.set(code, keptUntilNextRead(context.network.clock, { mode, told }))
  return {
    told,
    managementPoint: found.fqdn,
    assignmentSite: settings.assignedSite || code,
    version: settings.version,
    settings: {
      ...{ mode, ports, httpForRoaming, crlChecking },
      certificateSelection: { criteria: certificateCriteria || 'none', selectFirst: selectFirstCertificate },
    },
  }
}

/** A fact whose source sets no term is kept for as long as the site's settings. Not documented; our choice. */
export function keptUntilNextRead<Fact>(clock: Clock, fact: Fact): Fact & { until: number } {
  return { ...fact, until: clock.now().getTime() + settingsReadEvery }
}

/** The sites that publish boundaries around the client; undefined when Active Directory cannot be asked. */
export async function findHoldingSites(action: ActionContext): Promise<readonly HoldingSite[] | undefined> {
  const context = action.context()
  const { at, client } = context
  if (!readsDirectory(context) || at.internet) return undefined
  const { domain } = client
  const own = at.address === undefined ? undefined : parseAddress(at.address)
  const ranges: BoundaryRangeRecord[] = []
  if (own?.version === 4) {
    const { entries } = action.keep(
      await searchActiveDirectory(context, findBoundaryRanges(domain, own.first)),
    )
    ranges.push(...readBoundaryRanges(entries))
  }
  const published = action.keep(await searchActiveDirectory(context, findAround(domain, at, own, ranges)))
  if (published.attempt.outcome !== 'answered') {
    action.tell('asked Active Directory, which could not be reached', activeDirectoryFirst, published.attempt)
    return undefined
  }
  const holding = sitesHolding(at, readSites(published.entries), ranges)
  const found = holding.map(({ code }) => code).join(', ') || 'none'
  action.tell(
    `asked Active Directory for the sites whose boundaries hold ${placeInWords(at)}: ${found}`,
    activeDirectoryFirst,
    published.attempt,
  )
  return holding
}

/** Searches for the client's own networks by name; IPv6 ranges have no such names, so there it reads all sites. */
function findAround(
  domain: string,
  { activeDirectorySite }: { activeDirectorySite?: string },
  own: AddressRange | undefined,
  ranges: readonly BoundaryRangeRecord[],
): LdapSearch {
  if (own?.version === 6) return findSites(domain)
  const networks = own ? prefixesAround(own) : []
  const texts = activeDirectorySite === undefined ? networks : [...networks, activeDirectorySite]
  const codes = [...new Set(ranges.map(({ site }) => site))]
  return findSitesAround(domain, texts, codes)
}

export function placeInWords({
  address,
  activeDirectorySite,
}: {
  address?: string
  activeDirectorySite?: string
}): string {
  const places = [
    ...(address === undefined ? [] : [address]),
    ...(activeDirectorySite === undefined ? [] : [`Active Directory site ${activeDirectorySite}`]),
  ]
  return places.join(' in ') || 'a place unknown to it'
}

/** The location that a client states in requests. On the Internet it states none. */
export function claimedLocation(at: Location): ClientLocation {
  if (at.internet) return { addresses: [] }
  const { address, activeDirectorySite } = at
  const subnet = address === undefined ? undefined : subnetOf(address)
  return {
    addresses: address === undefined ? [] : [{ address, ...(subnet !== undefined && { subnet }) }],
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}

/** Searches for what the sites have published. The result of a failed search has the entries received before. */
async function searchActiveDirectory(
  context: ClientContext,
  search: LdapSearch,
): Promise<{ attempt: Attempt; entries: readonly LdapEntry[] }> {
  const { client, network } = context
  const { domainController } = network
  const { fqdn: system } = domainController
  // It belongs to no site; the computer knows it as a member of its domain.
  const told = toldAtInstallation(client)
  const rule = activeDirectoryFirst
  const subject = { role: 'domain-controller', relation: 'assigned', site: null, system, told, rule } as const
  const searched = await attempt(context, subject, ldapTransport(network, domainController, search))
  return { attempt: searched.attempt, entries: searched.result ?? [] }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the 25 hours for which it keeps its management point and the modes of other sites',
  },
]
