import { randomInt } from 'node:crypto'
import type { Rule } from '../rules/rule.ts'
import { parseNetBiosAnswer, serializeNetBiosQuestion, type NetBiosName } from '../wire/names/netbios.ts'
import { parseServiceAnswer, serializeServiceQuestion } from '../wire/names/service-record.ts'
import type { ServiceRecord } from '../wire/names/dns-message.ts'
import { attempt, type Attempted } from './attempt.ts'
import type { ClientContext } from './context.ts'
import { toldAtInstallation } from './knowledge.ts'
import { nameTransport } from './transports/names.ts'

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
  const { client, network } = context
  const { fqdn, ports } = network.nameServer
  const service = { protocol, fqdn, port: ports[protocol] }
  // These services belong to no site; the computer knows them as a member of its network.
  const told = toldAtInstallation(client)
  const subject = { role: 'name-server', relation: 'assigned', site: null, system: fqdn, told, rule } as const
  return attempt(context, subject, nameTransport(network, service, question, read))
}
