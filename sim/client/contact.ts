import type { Attempt } from '../evidence/attempt.ts'
import { portOf } from '../model/ports.ts'
import { primaryCodeOf } from '../model/primary-site.ts'
import { isWebProtocol, webProtocols, type Protocol } from '../model/protocol.ts'
import { roleInWords, type SiteSystemRole } from '../model/site-system-role.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import { mayContact } from '../rules/may-contact.ts'
import { outsideAllBoundaries } from '../rules/resident-site.ts'
import { protocolOfMode, type Contact, type Decision, type Rule } from '../rules/rule.ts'
import { howItServes } from '../rules/serving-system.ts'
import { unassigned } from '../rules/site-assignment.ts'
import { transferContent, type TransferJob } from './conversations/transfer-content.ts'
import { systemFor, type FoundSystem, type Standing } from './context.ts'
import { tryOnce } from './attempt.ts'
import type { Try } from './transports/transport.ts'
import type { Conversation } from './transports/conversation.ts'

/**
 * One client's turn to a site system, as its rules decide: withheld, or tried over a socket. A forced try that finds
 * nothing listening is followed up on the port that does listen, so that the refusal itself is seen. Resolves to the
 * attempt that decides; every one is in the recording. Throws a `ContactError` when there is no such system.
 */
export async function contact(
  standing: Standing,
  role: SiteSystemRole,
  options: ContactOptions,
): Promise<Attempt> {
  const { relation = 'assigned', force = false } = options
  const target = findTarget(standing, role, options)
  if ('rule' in target) return withhold(standing, role, relation, undefined, target.rule, 'http')

  const decision = mayContact(describeContact(standing, role, target, options))
  if (!force && !decision.allowed) {
    return withhold(standing, role, relation, target, decision.rule, decision.needed)
  }
  const { overSmb, transfer } = options
  const protocol = overSmb ? 'smb' : protocolToTry(standing, decision, options)
  const attempted: Try = {
    standing,
    role,
    relation,
    target,
    forced: force,
    protocol,
    port: portOf(target.site, role, protocol),
    rule: overSmb ?? decision.rule,
    withoutCertificate: options.withoutCertificate ?? false,
    conversation: transfer ? transferContent(transfer) : options.conversation,
    transfer,
    after: null,
  }
  const first = await tryOnce(attempted)
  if (!force || !isWebProtocol(protocol) || first.client_end?.code !== 'ECONNREFUSED') return first
  const [other = protocol] = webProtocols.filter((candidate) => candidate !== protocol)
  return tryOnce({ ...attempted, port: portOf(target.site, role, other), after: first.id })
}

function findTarget(
  standing: Standing,
  role: SiteSystemRole,
  options: ContactOptions,
): FoundSystem | { rule: Rule } {
  const { hierarchy } = standing.surroundings
  if (options.system !== undefined) {
    const named = siteSystemNamed(hierarchy, options.system)
    if (!named) throw new ContactError(`there is no site system ${options.system}`)
    if (!named.system.roles.includes(role))
      throw new ContactError(`${named.system.fqdn} is no ${roleInWords(role)}`)
    return named
  }
  const relation = options.relation ?? 'assigned'
  const site = standing[relation]
  if (!site) return { rule: relation === 'assigned' ? unassigned : outsideAllBoundaries }
  const found = systemFor(standing, site, role)
  if (!found) throw new ContactError(`site ${site.code} has no ${roleInWords(role)}`)
  return found
}

function describeContact(
  { client, mode, at, assigned, httpForRoaming }: Standing,
  role: SiteSystemRole,
  { site, system }: FoundSystem,
  { overSmb }: ContactOptions,
): Contact {
  const ofAssignedSite = primaryCodeOf(site) === assigned?.code
  return {
    client: { kind: client.kind, mode, httpForRoaming, onInternet: at.internet },
    role,
    // Of its own site a client knows what it has learned.
    siteMode: ofAssignedSite ? mode : site.mode,
    siteKind: site.kind,
    ofAssignedSite,
    ssl: system.ssl,
    httpTransfer: system.httpTransfer && !overSmb,
    clientConnections: system.clientConnections,
    ...howItServes(system, at),
  }
}

function protocolToTry({ mode }: Standing, decision: Decision, options: ContactOptions): Protocol {
  const decided = decision.allowed ? decision.protocol : protocolOfMode(mode)
  return options.force ? (options.protocol ?? decided) : decided
}

function withhold(
  { client, mode, surroundings }: Standing,
  role: SiteSystemRole,
  relation: Attempt['relation'],
  target: FoundSystem | undefined,
  rule: Rule,
  protocol: Attempt['protocol'],
): Attempt {
  return surroundings.recorder.add({
    client: client.name,
    clientMode: mode,
    forced: false,
    role,
    relation,
    site: target?.site.code ?? null,
    system: target?.system.fqdn ?? null,
    protocol,
    url: null,
    outcome: 'withheld',
    why: rule.sentence,
    rule: rule.id,
    status: null,
    substatus: null,
    client_end: null,
    server_end: null,
    diagnosis: null,
    tls: null,
    after: null,
    startedAt: surroundings.clock.now().toISOString(),
    durationMs: 0,
  })
}

/** How a client turns to a site system. */
export interface ContactOptions {
  /** Whose system: the assigned site's (default) or that of the site where the client is. */
  relation?: 'assigned' | 'resident'
  /** A certain system, by name or FQDN; else the site's first of the role. */
  system?: string
  /** Try whatever the rules say. */
  force?: boolean
  /** With `force`: the protocol; by default that of the client's own mode. */
  protocol?: Protocol
  /** What is said, over one connection; by default the request by which a client shows that the role answers it. */
  conversation?: Conversation<unknown>
  /** Of a distribution point: the package that is to be had from it, by whichever protocol. */
  transfer?: TransferJob
  /** Of a distribution point that may be contacted: by SMB instead, and by which rule. */
  overSmb?: Rule
  /** With `force`: present no certificate although there is one. */
  withoutCertificate?: boolean
}

/** A contact that cannot be made at all: there is nobody to contact. */
export class ContactError extends Error {
  override readonly name = 'ContactError'
  readonly code = 'ERR_SITEMODE_CONTACT'
}
