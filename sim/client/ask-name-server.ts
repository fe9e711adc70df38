import { randomInt } from 'node:crypto'
import type { Attempt } from '../evidence/attempt.ts'
import type { Rule } from '../rules/rule.ts'
import { parseNetBiosAnswer, serializeNetBiosQuestion, type NetBiosName } from '../wire/names/netbios.ts'
import {
  parseServiceAnswer,
  serializeServiceQuestion,
  type ServiceRecord,
} from '../wire/names/service-record.ts'
import { openDatagramExchange } from './datagram-exchange.ts'
import { recordAttempt } from './record-attempt.ts'
import type { Standing } from './standing.ts'
import { lookUp, timed, withoutSocket, withoutStatus } from './try.ts'

/** What a name server said; undefined when it could not be asked. */
export interface AskedForName<Answer> {
  attempt: Attempt
  answer: Answer | undefined
}

/** Asks DNS for the records of a service; none where nothing has that name. */
export function askDns(standing: Standing, name: string, rule: Rule): Promise<AskedForName<ServiceRecord[]>> {
  const id = randomInt(2 ** 16)
  return ask(standing, 'dns', rule, serializeServiceQuestion(id, name), (bytes) =>
    parseServiceAnswer(bytes, id),
  )
}

/** Asks WINS for a name; resolves to the FQDN of what has it, or null where nothing does. */
export async function askWins(
  standing: Standing,
  name: NetBiosName,
  rule: Rule,
): Promise<AskedForName<string | null>> {
  const id = randomInt(2 ** 16)
  const question = serializeNetBiosQuestion({ id, name })
  const { attempt, answer } = await ask(standing, 'wins', rule, question, (bytes) =>
    parseNetBiosAnswer(bytes, id),
  )
  const { nameAt } = standing.surroundings.nameServer
  return { attempt, answer: answer ? (nameAt(answer) ?? null) : answer }
}

async function ask<Answer>(
  standing: Standing,
  service: 'dns' | 'wins',
  rule: Rule,
  question: Buffer,
  read: (bytes: Buffer) => Answer | undefined,
): Promise<AskedForName<Answer>> {
  const { surroundings } = standing
  const { nameServer, sourceAddress, patience, clock } = surroundings
  const { fqdn, ports } = nameServer
  const port = ports[service]
  const startedAt = clock.now().toISOString()
  const found = lookUp(surroundings, fqdn, port)
  let answer: Answer | undefined
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const open = await openDatagramExchange({ ...found, sourceAddress, patience, stage: service })
    if ('stage' in open) return withoutSocket(open)
    try {
      const said = await open.ask(question, (bytes) => {
        answer = read(bytes)
        return answer === undefined ? undefined : ({ heard: true } as const)
      })
      return withoutStatus({ ends: open.ends, received: open.received(), end: 'heard' in said ? null : said })
    } finally {
      open.close()
    }
  })
  const about = {
    ...{ forced: false, role: 'name-server', relation: 'assigned' as const, site: null, after: null },
    ...{ system: fqdn, protocol: service, port, rule, startedAt },
  }
  const url = `${service}://${fqdn}:${'stage' in found ? port : found.port}`
  return { attempt: await recordAttempt(standing, about, { ...exchange, url }), answer }
}
