import type { RuleId } from '../vocabulary/ids.ts'
import type { Client, Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { clientNamed } from '../model/populations.ts'
import { nameWithoutDomain } from '../model/schema/written-values.ts'
import { assignedSiteOf, hasHttpForRoaming, portOf, primaryCodeOf, siteSystemNamed } from '../model/sites.ts'
import { mayContact } from '../rules/may-contact.ts'
import type { Decision } from '../rules/rule.ts'
import { isCalled, type Protocol } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import {
  hasWebServer,
  roleInWords,
  siteSystemRoles,
  type SiteSystemRole,
} from '../vocabulary/site-system-role.ts'
import { roleOfPath } from './role-of-path.ts'

/** What the documentation's rules say of a failed request in a described hierarchy. */
export interface RulesForFailure {
  /** FQDN of the site system that was asked; null where the hierarchy has none that can be it. */
  system: string | null
  /** The system's site; null where no system is known. */
  site: {
    /** Three characters. */
    code: string
    /** As the hierarchy's file has it. */
    mode: SiteMode
  } | null
  /** The protocol and the port that were asked, as far as the logs tell. */
  asked: {
    /** `http` or `https`; null where the logs do not tell. */
    protocol: string | null
    /** 1 to 65535; null where the logs do not tell. */
    port: number | null
  }
  /** Each kind of client that could have asked. */
  clients: readonly ClientRule[]
  /** What follows for this request, and what is not known; a sentence each. */
  remarks: readonly string[]
}

/** What some clients may do at the site system. */
export interface ClientRule {
  /** `a client of OSL`, `PC1, a client of OSL that roams here`. */
  client: string
  /** What it would contact the system as. */
  role: SiteSystemRole
  /** null: it may not contact it. */
  protocol: Protocol | null
  /** Where it would contact it; null where it may not. */
  port: number | null
  /** The request was such a one; null where the logs do not tell its protocol and port. */
  asAsked: boolean | null
  /** Id of the rule that says so. */
  rule: RuleId
  /** That rule, for people. */
  sentence: string
}

/** A failed request, as far as the logs tell of it. */
interface Asking {
  /** Every name and address of the server. */
  hosts: readonly string[]
  port: number | null
  url: string | null
  path: string | null
  clients: readonly string[]
}

/** What the clients of a hierarchy should have done where this request failed. */
export function rulesForFailure(hierarchy: Hierarchy, failure: Asking): RulesForFailure {
  const asked = askedOf(failure)
  const found = systemAsked(hierarchy, failure)
  if (!('system' in found)) {
    return { system: null, site: null, asked, clients: [], remarks: [found.remark] }
  }
  const { site, system } = found
  const named = [
    ...hierarchy.clients.filter((client) => failure.clients.some((name) => isCalled(client, name))),
    ...failure.clients.flatMap((name) => memberCalled(hierarchy, name) ?? []),
  ]
  const askers =
    named.length > 0 ? named.map((client) => asker(hierarchy, site, client)) : askersOf(hierarchy, site)
  const clients = rolesAsked(system, failure).flatMap((role) =>
    askers.map((one) => ruleFor({ site, system, role }, one, asked)),
  )
  return {
    system: system.fqdn,
    site: { code: site.code, mode: site.mode },
    asked,
    clients,
    remarks: [...found.remarks, ...remarksOn(clients, asked), ...unknownOf(named, system)],
  }
}

/** A client of a group, by its name or FQDN. */
function memberCalled(hierarchy: Hierarchy, name: string): Client | undefined {
  return clientNamed({ ...hierarchy, clients: [] }, nameWithoutDomain(name, hierarchy.domain))
}

type Asked = RulesForFailure['asked']

function askedOf({ url, port }: Asking): Asked {
  const [, scheme] = /^([a-z]+):\/\//i.exec(url ?? '') ?? []
  return { protocol: scheme?.toLowerCase() ?? null, port }
}

interface SystemAsked {
  site: Site
  system: SiteSystem
  remarks: readonly string[]
}

/** By its names; where the logs have none that the hierarchy knows, by a role that only one system has. */
function systemAsked(hierarchy: Hierarchy, { hosts, path }: Asking): SystemAsked | { remark: string } {
  for (const host of hosts) {
    const named = siteSystemNamed(hierarchy, host)
    if (named) return { ...named, remarks: [] }
  }
  const asked = hosts.join(' or ') || 'the server, which the logs do not name,'
  const role = path === null ? undefined : roleOfPath(path)
  if (!role) return { remark: `${asked} is no site system of ${hierarchy.name}, which knows them by name` }
  const having = hierarchy.sites.flatMap((site) =>
    site.systems.filter(({ roles }) => roles.includes(role)).map((system) => ({ site, system })),
  )
  const words = roleInWords(role)
  const [only, another] = having
  if (!only || another) {
    const which = another ? `which of its ${having.length} is not known` : 'it has none'
    return { remark: `${asked} is not named in ${hierarchy.name}; the path is that of a ${words}: ${which}` }
  }
  return {
    ...only,
    remarks: [`${asked} is taken for ${only.system.fqdn}, the only ${words} of ${hierarchy.name}`],
  }
}

/** The role that the path tells, or else every role of the system that HTTP can reach. */
function rolesAsked({ roles }: SiteSystem, { path }: Asking): SiteSystemRole[] {
  const told = path === null ? undefined : roleOfPath(path)
  if (told && roles.includes(told)) return [told]
  return roles.filter((role) => hasWebServer(siteSystemRoles[role]))
}

/** Clients of which the rules say the same. */
interface Asker {
  words: string
  kind: Client['kind']
  mode: SiteMode
  httpForRoaming: boolean
  onInternet: boolean
  ofAssignedSite: boolean
}

/** A client of the hierarchy by its name. */
function asker(hierarchy: Hierarchy, site: Site, client: Client): Asker {
  const assigned = assignedSiteOf(hierarchy, client)
  const ofAssignedSite = primaryCodeOf(site) === assigned?.code
  const home = assigned ? `a client of ${assigned.code}` : 'which is assigned to no site'
  return {
    words: `${client.name}, ${home}`,
    kind: client.kind,
    mode: assigned?.mode ?? client.mode ?? site.mode,
    httpForRoaming: hasHttpForRoaming(client, assigned),
    onInternet: client.at.internet || client.alwaysOnInternet,
    ofAssignedSite,
  }
}

/** A client of the site itself, and those of each other primary site while they are in this one. */
function askersOf({ sites }: Hierarchy, site: Site): Asker[] {
  const own = primaryCodeOf(site)
  const primaries = sites.filter(({ kind }) => kind === 'primary')
  const computers = primaries.map(({ code, mode, httpForRoaming }): Asker => {
    const ofAssignedSite = code === own
    const words = ofAssignedSite ? `a client of ${code}` : `a client of ${code} that is in ${site.code}`
    return { words, kind: 'computer', mode, httpForRoaming, onInternet: false, ofAssignedSite }
  })
  return computers.sort((one, other) => Number(other.ofAssignedSite) - Number(one.ofAssignedSite))
}

interface Place {
  site: Site
  system: SiteSystem
  role: SiteSystemRole
}

function ruleFor(place: Place, asker: Asker, asked: Asked): ClientRule {
  const { site, role } = place
  const decision = decide(place, asker)
  const protocol = decision.allowed ? decision.protocol : null
  const port = protocol && portOf(site, role, protocol)
  const { id, sentence } = decision.rule
  return {
    client: asker.words,
    role,
    protocol,
    port,
    asAsked: isAsAsked(protocol, port, asked),
    rule: id,
    sentence,
  }
}

function decide({ site, system, role }: Place, asker: Asker): Decision {
  const { kind, mode, httpForRoaming, onInternet, ofAssignedSite } = asker
  const { ssl, httpTransfer, clientConnections, managementPoint } = system
  return mayContact({
    client: { kind, mode, httpForRoaming, onInternet },
    role,
    siteMode: site.mode,
    siteKind: site.kind,
    ofAssignedSite,
    ssl,
    httpTransfer,
    clientConnections,
    devices: managementPoint.devices,
    // Whether a client is within them is not known, and told as that.
    outsideProtection: false,
  })
}

function isAsAsked(protocol: Protocol | null, port: number | null, asked: Asked): boolean | null {
  if (asked.protocol === null) return null
  if (protocol !== asked.protocol) return false
  return asked.port === null || port === asked.port
}

/** What the rules make of the request itself. */
function remarksOn(clients: readonly ClientRule[], { protocol, port }: Asked): string[] {
  if (protocol === null) return ['the logs do not tell by which protocol it was asked']
  const how = `${protocol.toUpperCase()}${port === null ? '' : ` on port ${port}`}`
  const fitting = clients.filter(({ asAsked }) => asAsked === true)
  if (clients.length > 0 && fitting.length === 0) return [`by the rules nobody asks it by ${how}`]
  return fitting.length < clients.length
    ? [`by the rules, of these only ${listed(fitting)} asks it by ${how}`]
    : []
}

function listed(clients: readonly ClientRule[]): string {
  return [...new Set(clients.map(({ client }) => client))].join(' or ')
}

function unknownOf(named: readonly Client[], { protectedBoundaries }: SiteSystem): string[] {
  return [
    ...(named.length === 0
      ? ['not known: which site the client is assigned to, and whether it is on the Internet']
      : []),
    ...(protectedBoundaries.length > 0
      ? ['not known: whether the client is within its protected boundaries']
      : []),
  ]
}
