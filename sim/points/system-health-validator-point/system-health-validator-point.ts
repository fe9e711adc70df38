import type { Recorder } from '../../evidence/recorder.ts'
import { limits } from '../../limits.ts'
import { withFaultsOf, type Listener } from '../../net/listener.ts'
import { openUdpServer, type Receive } from '../../net/udp-server.ts'
import type { ConfigurationManagerStatement } from '../../wire/soh/configuration-manager-entry.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { answerRequest } from './answer-request.ts'
import { decide, type Decision, type HealthStateReference } from './decide.ts'

export interface SystemHealthValidatorPointOptions {
  address: string
  /** RADIUS has 1812; 0 where the system chooses. */
  port: number
  /** Name of the policy server. */
  fqdn: string
  recorder: Recorder
  /** RADIUS secret, shared with the systems that enforce the policy server's decisions. */
  sharedSecret: string
  /** The reference that a site published, if any. Throws if the directory cannot be reached. */
  reference(siteCode: string): HealthStateReference | undefined
  /** The simulation's clock. */
  now(): Date
  /** Receives each decision; `statement` is undefined if the client's agent sent none. */
  received?(statement: ConfigurationManagerStatement | undefined, decision: Decision): void
}

/** RFC 5080 section 2.2.2 caches answers for a while, so that a repeated request gets the same answer. */
const keptAnswers = limits.healthAnswers.value

/**
 * The network policy server that a system health validator point is installed on. Statements reach it by RADIUS, from
 * the systems that enforce NAP, never by Configuration Manager's own HTTP (page 38033c27).
 */
export async function openSystemHealthValidatorPoint(
  options: SystemHealthValidatorPointOptions,
): Promise<Listener> {
  const { address, port, fqdn, recorder, sharedSecret } = options
  const answers = new Map<string, Buffer>()
  let fault: FaultOf<'RADIUS'> | undefined

  const receive: Receive = (bytes, ends, reply) => {
    // A repeated request has the same address, port, identifier and authenticator (RFC 5080).
    const key = `${ends.clientAddress}:${ends.clientPort} ${bytes.toString('latin1', 1, 20)}`
    const side = recorder.accepted(ends, { fqdn, protocol: 'soh', transport: 'udp' })
    const known = answers.get(key)
    if (known && !fault) {
      side.replied()
      reply(known)
      side.closed()
      return
    }
    const { answer, wrong } = answerRequest(bytes, sharedSecret, validate, fault)
    if (wrong) side.sawWrong({ ...wrong, message: `${fqdn}: ${wrong.message}` })
    if (answer) {
      keep(key, answer)
      side.replied()
      reply(answer)
    }
    side.closed()
  }

  function validate(statement: ConfigurationManagerStatement | undefined): Decision {
    const decision = decide(statement, statement && referenceOf(statement.siteCode), options.now())
    options.received?.(statement, decision)
    return decision
  }

  function referenceOf(siteCode: string): HealthStateReference | 'unreachable' | undefined {
    try {
      return options.reference(siteCode)
    } catch {
      return 'unreachable'
    }
  }

  function keep(key: string, answer: Buffer): void {
    answers.set(key, answer)
    const [oldest] = answers.keys()
    if (oldest !== undefined && answers.size > keptAnswers) answers.delete(oldest)
  }

  const server = { address, port, fqdn, recorder, protocol: 'soh', transactionAt: 1 } as const
  return withFaultsOf(await openUdpServer(server, receive), 'RADIUS', (to) => (fault = to))
}
