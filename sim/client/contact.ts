import type { Attempt } from '../evidence/attempt.ts'
import type { BelievedMode } from '../evidence/end-evidence.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import { isWebProtocol, webProtocols, type Protocol } from '../vocabulary/network.ts'
import { mayContact } from '../rules/may-contact.ts'
import { protocolOfMode, type Contact, type Decision, type Rule } from '../rules/rule.ts'
import { attempt, withhold, type Attempted } from './attempt.ts'
import type { ClientContext } from './context.ts'
import { usualSettings, type KnownSystem } from './knowledge.ts'
import type { Purpose } from './purpose.ts'

/** How a client contacts a site system. */
export interface ClientContactOptions {
  /** The system belongs to the assigned site (default), or to the site where the client is. */
  relation?: Attempt['relation']
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
 * Decides by the client's rules whether and how to contact a site system, and attempts it where the client was told that
 * it is. A forced attempt that finds nothing listening is followed up at the port for the other protocol of the web, so
 * that the refusal itself is seen. Resolves to the attempt that decides; all attempts are in the recording.
 */
export async function contact<Result>(
  context: ClientContext,
  system: KnownSystem,
  options: ClientContactOptions & ContactOverSmb,
  purpose: Purpose<Result>,
): Promise<Attempted<Result>> {
  const { relation = 'assigned', force = false, withoutCertificate = false, overSmb } = options
  const decision = mayContact(describeContact(context, system, options))
  const { role, fqdn, site, told } = system
  const rule = overSmb ?? decision.rule
  const code = site?.code ?? null
  const subject = { role, relation, site: code, system: fqdn, told, rule, forced: force }
  if (!force && !decision.allowed) {
    return withhold(context, { ...subject, rule: decision.rule }, decision.needed)
  }
  const protocol = overSmb ? 'smb' : protocolToTry(context, decision, options)
  const believed = followsMode(context, system, decision, protocol) ? modeOfSite(context, system) : undefined
  const attemptAt = (port: number, after?: string) =>
    attempt(
      context,
      after === undefined ? { ...subject, believed } : { ...subject, after },
      purpose(context, { ...system, protocol, port, withoutCertificate }),
    )
  const first = await attemptAt(portFor(context, system, protocol))
  const { id, client_end } = first.attempt
  if (!force || !isWebProtocol(protocol) || client_end?.code !== 'ECONNREFUSED') return first
  const [other = protocol] = webProtocols.filter((candidate) => candidate !== protocol)
  return attemptAt(portFor(context, system, other), id)
}

/** The decision by the client's rules, if the system's site is in this mode. */
export function decisionOn(context: ClientContext, system: KnownSystem, siteMode: SiteMode): Decision {
  const site = system.site && { ...system.site, mode: siteMode }
  return mayContact(describeContact(context, { ...system, site }, {}))
}

/** Whether the client speaks this protocol for the mode of the site: in the other mode its rules say otherwise. */
function followsMode(
  context: ClientContext,
  system: KnownSystem,
  decision: Decision,
  protocol: Protocol,
): boolean {
  if (!decision.allowed || decision.protocol !== protocol) return false
  return siteModeNames.some((mode) => {
    const other = decisionOn(context, system, mode)
    return !other.allowed || other.protocol !== protocol
  })
}

/**
 * The mode in which a client takes a system's site to be, and who told it so: of its own site it is a setting, of a system
 * that it was told of by an address, the address.
 */
function modeOfSite(context: ClientContext, { role, site, told }: KnownSystem): BelievedMode | undefined {
  if (!site) return undefined
  const { mode: own, assigned, neighbours } = context
  const mode = site.mode ?? own
  const byOrder = told.by === 'experiment'
  const fromDirectory = readsDirectory(context) ? 'active-directory' : null
  if (site.primary === assigned?.code && (byOrder || (role === 'management-point' && told.by !== 'policy')))
    return { mode, told: assigned.told, toldAgainBy: fromDirectory }
  // DNS and WINS tell a management point without the mode of its site.
  return byOrder || site.mode === undefined
    ? { mode, told: neighbours.get(site.code)?.told ?? null, toldAgainBy: fromDirectory }
    : { mode, told, toldAgainBy: told.by }
}

/** The client's own site and its secondary sites are in the mode that the client has: it reads of a change in its own time. */
export function inModeOfOwnSite({ assigned }: ClientContext, system: KnownSystem): KnownSystem {
  const { site } = system
  const isOwn = site !== null && site.primary === assigned?.code
  return isOwn ? { ...system, site: { ...site, mode: assigned.mode } } : system
}

/** On the Internet there is no directory, and mobile devices do not use it. */
export function readsDirectory({ client, at }: ClientContext): boolean {
  return client.activeDirectory && !at.internet && client.kind === 'computer'
}

function describeContact(
  { client, mode, at, assigned, httpForRoaming }: ClientContext,
  { role, site, settings }: KnownSystem,
  { overSmb }: ContactOverSmb,
): Contact {
  const known = { ...usualSettings, ...settings }
  return {
    client: { kind: client.kind, mode, httpForRoaming, onInternet: at.internet },
    role,
    siteMode: site?.mode ?? mode,
    siteKind: site?.primary === site?.code ? 'primary' : 'secondary',
    ofAssignedSite: site !== null && site.primary === assigned?.code,
    ...known,
    httpTransfer: known.httpTransfer && !overSmb,
  }
}

function protocolToTry({ mode }: ClientContext, decision: Decision, options: ClientContactOptions): Protocol {
  const decided = decision.allowed ? decision.protocol : protocolOfMode(mode)
  return options.force ? (options.protocol ?? decided) : decided
}

function portFor({ ports, network }: ClientContext, system: KnownSystem, protocol: Protocol): number {
  return (
    system.ports[protocol] ??
    (isWebProtocol(protocol) ? ports[protocol] : network.servicePort(system.fqdn, protocol))
  )
}
