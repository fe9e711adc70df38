import { ContactError } from '../errors.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { portOf, primaryCodeOf, siteSystemNamed } from '../model/sites.ts'
import { isWebProtocol, webProtocols, type Protocol } from '../vocabulary/network.ts'
import { roleInWords, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { mayContact } from '../rules/may-contact.ts'
import { outsideAllBoundaries } from '../rules/roaming-scope.ts'
import { protocolOfMode, type Contact, type Decision, type Rule } from '../rules/rule.ts'
import { unassigned } from '../rules/site-assignment.ts'
import { attempt, withhold, type Attempted } from './attempt.ts'
import { systemFor, type ClientContext, type FoundSystem } from './context.ts'
import type { Purpose } from './purpose.ts'

/** The site system that a client is to contact, and how. */
export interface ContactOptions {
  /** A system of the assigned site (default), or of the site where the client is. */
  relation?: Attempt['relation']
  /** A certain system, by name or FQDN; by default the one of the site that serves the client in this role. */
  system?: string
  /** Makes the attempt whatever the rules say. */
  force?: boolean
  /** With `force`: the protocol; by default that of the client's own mode. */
  protocol?: Protocol
  /** With `force`: present no certificate although there is one. */
  withoutCertificate?: boolean
}

/** Contacts a distribution point by SMB although HTTP or HTTPS may be allowed, as this rule says. */
export interface ContactOverSmb {
  overSmb?: Rule | undefined
}

/**
 * Decides by the client's rules whether and how to contact a site system, and attempts it. A forced attempt that finds
 * nothing listening is followed up at the port that does listen, so that the refusal itself is seen. Resolves to the
 * attempt that decides; all attempts are in the recording. Rejects with a `ContactError` where there is no such system.
 */
export async function contact<Result>(
  context: ClientContext,
  role: SiteSystemRole,
  options: ContactOptions & ContactOverSmb,
  purpose: Purpose<Result>,
): Promise<Attempted<Result>> {
  const { relation = 'assigned', force = false, withoutCertificate = false, overSmb } = options
  const target = findTarget(context, role, options)
  if ('rule' in target) {
    return withhold(context, { role, relation, site: null, system: null, rule: target.rule }, 'http')
  }
  const decision = mayContact(describeContact(context, role, target, options))
  const { site, system } = target
  const rule = overSmb ?? decision.rule
  const subject = { role, relation, site: site.code, system: system.fqdn, rule, forced: force }
  if (!force && !decision.allowed) {
    return withhold(context, { ...subject, rule: decision.rule }, decision.needed)
  }
  const protocol = overSmb ? 'smb' : protocolToTry(context, decision, options)
  const transportTo = (port: number) =>
    purpose(context, { site, system, role, protocol, port, withoutCertificate })
  const first = await attempt(context, subject, transportTo(portOf(site, role, protocol)))
  const { id: after, client_end } = first.attempt
  if (!force || !isWebProtocol(protocol) || client_end?.code !== 'ECONNREFUSED') return first
  const [other = protocol] = webProtocols.filter((candidate) => candidate !== protocol)
  return attempt(context, { ...subject, after }, transportTo(portOf(site, role, other)))
}

function findTarget(
  context: ClientContext,
  role: SiteSystemRole,
  { system: name, relation = 'assigned' }: ContactOptions,
): FoundSystem | { rule: Rule } {
  if (name !== undefined) {
    const named = siteSystemNamed(context.network.hierarchy, name)
    if (!named) throw new ContactError(`there is no site system ${name}`)
    if (!named.system.roles.includes(role))
      throw new ContactError(`${named.system.fqdn} is not a ${roleInWords(role)}`)
    return named
  }
  const site = context[relation]
  if (!site) return { rule: relation === 'assigned' ? unassigned : outsideAllBoundaries }
  const found = systemFor(context, site, role)
  if (!found) throw new ContactError(`site ${site.code} has no ${roleInWords(role)}`)
  return found
}

function describeContact(
  { client, mode, at, assigned, httpForRoaming }: ClientContext,
  role: SiteSystemRole,
  { site, system }: FoundSystem,
  { overSmb }: ContactOverSmb,
): Contact {
  const ofAssignedSite = primaryCodeOf(site) === assigned?.code
  return {
    client: { kind: client.kind, mode, httpForRoaming, onInternet: at.internet },
    role,
    // A client knows its own site as it last learned of it.
    siteMode: ofAssignedSite ? mode : site.mode,
    siteKind: site.kind,
    ofAssignedSite,
    ssl: system.ssl,
    httpTransfer: system.httpTransfer && !overSmb,
    clientConnections: system.clientConnections,
    ...howItServes(system, at),
  }
}

function protocolToTry({ mode }: ClientContext, decision: Decision, options: ContactOptions): Protocol {
  const decided = decision.allowed ? decision.protocol : protocolOfMode(mode)
  return options.force ? (options.protocol ?? decided) : decided
}
