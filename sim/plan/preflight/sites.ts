import type { SiteSystem } from '../../model/hierarchy.ts'
import { listInWords } from '../../report/lists.ts'
import { clientsCounted } from '../../vocabulary/counted.ts'
import { mayContact } from '../../rules/may-contact.ts'
import { usualPollingInterval } from '../../rules/site-assignment.ts'
import { pages } from '../../rules/sources.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { isWebProtocol, type Ports, type Protocol, type WebProtocol } from '../../vocabulary/network.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import { siteSystemRoles, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { countIn } from './assigned-clients.ts'
import { both, fails, holds, type ItemOfSites } from './checklist-item.ts'

/** Whether a version is one of SMS 2003, such as 2.50.4253.3000. */
export function isOfSms2003(version: string): boolean {
  return Number(version.split('.')[0]) < 4
}

/** The protocol by which a client of a site reaches a system of that site on the intranet. */
function protocolUsed(role: SiteSystemRole, system: SiteSystem, mode: SiteMode): Protocol {
  const decision = mayContact({
    client: { kind: 'computer', mode, httpForRoaming: false, onInternet: false },
    role,
    siteMode: mode,
    siteKind: 'primary',
    ofAssignedSite: true,
    ssl: system.ssl,
    httpTransfer: system.httpTransfer,
    clientConnections: 'both',
    devices: true,
    outsideProtection: false,
  })
  return decision.allowed ? decision.protocol : decision.needed
}

/** The protocols by which clients reach the roles of a system that they use themselves. */
export function webProtocolsOf(system: SiteSystem, mode: SiteMode): WebProtocol[] {
  const roles = system.roles.filter((role) => siteSystemRoles[role].usedBy === 'client')
  return roles.map((role) => protocolUsed(role, system, mode)).filter(isWebProtocol)
}

const modeOrder: ItemOfSites = {
  id: 'mode-order',
  asks: 'The parent of a site in native mode is in native mode too.',
  sources: [
    { says: 'A native-mode site has no mixed-mode parent.', pages: [pages.attachingSites, pages.siteModes] },
    {
      says: 'A hierarchy changes to native mode from the top down, and back from the bottom up.',
      pages: [pages.migrationChecklist, pages.revertingMode],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ site, mode, obstacle }) {
    if (!obstacle) return holds(`No other site has to go into ${mode} mode before ${site.code}.`)
    return fails(`Switch ${obstacle.site} first: ${obstacle.why}.`)
  },
}

const siteVersion: ItemOfSites = {
  id: 'site-version',
  asks: 'The site runs Configuration Manager 2007.',
  sources: [
    { says: 'A native-mode site runs Configuration Manager 2007.', pages: [pages.nativeModePrerequisites] },
  ],
  before: ['native'],
  of: 'site',
  answer({ site: { version } }) {
    if (!isOfSms2003(version)) return holds(`Its version is ${version}.`)
    return fails(`Its version ${version} is of SMS 2003, which has no native mode: upgrade the site first.`)
  },
}

const managementPoint: ItemOfSites = {
  id: 'management-point',
  asks: 'The site has a management point for its clients on the intranet.',
  sources: [
    {
      says: 'A client that cannot communicate with the default management point of its site is unmanaged.',
      pages: [pages.siteAssignment, pages.troubleshootingManagementPoints],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ site, clients }) {
    const point = site.systems.find(
      ({ roles, clientConnections }) =>
        roles.includes('management-point') && clientConnections !== 'internet',
    )
    if (point) return holds(`It is ${point.fqdn}.`)
    const needing = clients.filter(({ onInternet }) => !onInternet)
    if (needing.length === 0) return undefined
    const who = clientsCounted(countIn(needing))
    return fails(`The site has none, and is to manage ${who}: install one, or they are unmanaged.`)
  },
}

const listeningProtocol: ItemOfSites = {
  id: 'listening-protocol',
  asks: 'The web servers of the site speak the protocols by which clients reach them in its new mode.',
  sources: [
    {
      says: 'Clients reach the systems of their site by HTTP in mixed mode and by HTTPS in native mode.',
      pages: [pages.clientCommunication],
    },
  ],
  before: both,
  of: 'site',
  answer({ site: { systems }, mode }) {
    const concerned = systems.filter((system) => webProtocolsOf(system, mode).length > 0)
    if (concerned.length === 0) return undefined
    const wrong = concerned.filter(
      (system) =>
        system.listen.protocol !== undefined &&
        webProtocolsOf(system, mode).some((protocol) => protocol !== system.listen.protocol),
    )
    if (wrong.length === 0) return holds(`None of them is set to another protocol than ${mode} mode has.`)
    const names = listInWords(wrong.map(({ fqdn, listen }) => `${fqdn} (${listen.protocol ?? ''})`))
    return fails(`Set to a protocol of their own: ${names}. Remove that setting before the switch.`)
  },
}

const requestPorts: ItemOfSites = {
  id: 'request-ports',
  asks: 'The site has a port for HTTP and another for HTTPS.',
  sources: [
    {
      says: 'Both ports for client requests, HTTP and HTTPS, are configured before a site goes into native mode.',
      pages: [pages.migrationChecklist],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer: ({ site: { ports } }) => {
    if (ports.http !== ports.https) return holds(`HTTP has ${ports.http}, HTTPS ${ports.https}.`)
    return fails(`Both have ${ports.http}: give HTTPS a port of its own.`)
  },
}

const softwareUpdatePorts: ItemOfSites = {
  id: 'software-update-ports',
  asks: 'The software update points of the site have a pair of ports that goes together.',
  sources: [
    {
      says: 'The ports of a software update point are 80 and 443, or 8530 and 8531 on a web site of its own.',
      pages: [pages.ports],
    },
  ],
  before: ['native'],
  of: 'site',
  answer({ site: { systems, softwareUpdatePorts: ports } }) {
    if (!systems.some(({ roles }) => roles.includes('software-update-point'))) return undefined
    if (isUpdatePair(ports)) return holds(`HTTP has ${ports.http}, HTTPS ${ports.https}.`)
    return fails(
      `HTTP has ${ports.http}, HTTPS ${ports.https}: take 80 and 443, or for HTTPS the port after that of HTTP.`,
    )
  },
}

function isUpdatePair({ http, https }: Ports): boolean {
  return https === http + 1 || (http === 80 && https === 443)
}

const policyPollingInterval: ItemOfSites = {
  id: 'policy-polling-interval',
  asks: 'Clients of the site ask for policy every 60 minutes.',
  sources: [
    {
      says: 'A polling interval above 60 minutes is worth reducing before a switch; one below has no benefit.',
      pages: [pages.migrationChecklist],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ site: { policyPollingInterval: interval } }) {
    const minutes = (interval / 60_000).toLocaleString('en', { maximumFractionDigits: 1 })
    if (interval === usualPollingInterval)
      return holds('Clients that read Active Directory follow a switch within two hours.')
    if (interval < usualPollingInterval)
      return fails(
        `They ask every ${minutes} minutes, and follow a switch no sooner for it: go back to 60 min.`,
      )
    return fails(
      `They ask every ${minutes} minutes, and may be away for twice as long: reduce it to 60 min before the switch.`,
    )
  },
}

const activeDirectory: ItemOfSites = {
  id: 'active-directory',
  asks: 'The site publishes to Active Directory.',
  sources: [
    {
      says: 'The schema need not be extended for native mode, but a site that publishes makes the change much easier.',
      pages: [pages.nativeModePrerequisites],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ site, clients }) {
    if (site.publishToActiveDirectory) return holds('Clients that read it learn of the new mode there.')
    const lost = clientsCounted(countIn(clients.filter(({ traits }) => traits.activeDirectory)))
    const dns = site.publishToDns ? 'DNS has its management point, but not its mode' : 'DNS has nothing of it'
    return fails(
      `It does not, and ${lost} in the domain could read there of the new mode; ${dns}. Extend the schema and let the site publish.`,
    )
  },
}

export const ofSites: readonly ItemOfSites[] = [
  modeOrder,
  siteVersion,
  managementPoint,
  listeningProtocol,
  requestPorts,
  softwareUpdatePorts,
  policyPollingInterval,
  activeDirectory,
]

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'pairs of ports of a software update point besides the documented ones: HTTPS has the port after that of HTTP',
  },
]
