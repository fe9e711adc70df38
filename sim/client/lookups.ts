import { randomInt } from 'node:crypto'
import type { Attempt } from '../evidence/attempt.ts'
import type { Rule } from '../rules/rule.ts'
import { activeDirectoryFirst } from '../rules/service-location.ts'
import type { LdapEntry } from '../wire/ldap/search.ts'
import { parseNetBiosAnswer, serializeNetBiosQuestion, type NetBiosName } from '../wire/names/netbios.ts'
import { parseServiceAnswer, serializeServiceQuestion } from '../wire/names/service-record.ts'
import type { ServiceRecord } from '../wire/names/dns-message.ts'
import { attempt, type Attempted } from './attempt.ts'
import type { ClientContext } from './context.ts'
import { toldAtInstallation } from './knowledge.ts'
import { ldapTransport, type LdapSearch } from './transports/ldap.ts'
import { nameTransport } from './transports/names.ts'

/** Searches Active Directory for what the sites have published there. The result of a failed search has the entries received before. */
export async function searchActiveDirectory(
  context: ClientContext,
  search: LdapSearch,
): Promise<{ attempt: Attempt; entries: readonly LdapEntry[] }> {
  const { network } = context
  const { domainController } = network
  const subject = subjectOf(context, 'domain-controller', domainController.fqdn, activeDirectoryFirst)
  const searched = await attempt(context, subject, ldapTransport(network, domainController, search))
  return { attempt: searched.attempt, entries: searched.result ?? [] }
}

/** Asks DNS for the records of a service; the result is empty where the name does not exist. */
export function askDns(
  context: ClientContext,
  name: string,
  rule: Rule,
): Promise<Attempted<ServiceRecord[]>> {
  const id = randomInt(2 ** 16)
  const question = serializeServiceQuestion(id, name)
  return ask(context, 'dns', rule, question, (datagram) => parseServiceAnswer(datagram, id))
}

/** Asks WINS for a name; the result is the FQDN of the system that has it, or null if none has it. */
export async function askWins(
  context: ClientContext,
  name: NetBiosName,
  rule: Rule,
): Promise<Attempted<string | null>> {
  const id = randomInt(2 ** 16)
  const question = serializeNetBiosQuestion({ id, name })
  const lookup = await ask(context, 'wins', rule, question, (datagram) => parseNetBiosAnswer(datagram, id))
  const { nameAt } = context.network.nameServer
  return { ...lookup, result: lookup.result ? (nameAt(lookup.result) ?? null) : lookup.result }
}

function ask<Answer>(
  context: ClientContext,
  protocol: 'dns' | 'wins',
  rule: Rule,
  question: Buffer,
  read: (datagram: Buffer) => Answer | undefined,
): Promise<Attempted<Answer>> {
  const { network } = context
  const { fqdn, ports } = network.nameServer
  const service = { protocol, fqdn, port: ports[protocol] }
  const subject = subjectOf(context, 'name-server', fqdn, rule)
  return attempt(context, subject, nameTransport(network, service, question, read))
}

/** These services belong to no site; the computer knows them as a member of its network. */
function subjectOf({ client }: ClientContext, role: string, system: string, rule: Rule) {
  const told = toldAtInstallation(client)
  return { role, relation: 'assigned', site: null, system, told, rule } as const
}
