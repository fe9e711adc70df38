import type { Recorder } from '../../evidence/recorder.ts'
import { limits } from '../../limits.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import { asUsual, createDatagramAnswers } from '../../net/datagram-answers.ts'
import { withFaultsOf, type Listener } from '../../net/listener.ts'
import { openUdpServer, type Receive } from '../../net/udp-server.ts'
import type { ConfigurationManagerStatement } from '../../wire/soh/configuration-manager-entry.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { signResponse } from '../../wire/radius/authenticator.ts'
import { parseRadiusPacket } from '../../wire/radius/packet.ts'
import { answerRequest, inAnotherOrder, refusal, type PolicyResponse } from './answer-request.ts'
import { decide, type Decision, type HealthStateReference } from './decide.ts'

export interface SystemHealthValidatorPointOptions {
  address: string
  /** RADIUS has 1812; 0 where the system chooses. */
  port: number
  /** Name of the policy server. */
  fqdn: string
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  /** RADIUS secret, shared with the systems that enforce the policy server's decisions. */
  sharedSecret: string
  /** The reference that a site published, if any. Throws if the directory cannot be reached. */
  reference(siteCode: string): HealthStateReference | undefined
  /** The simulation's clock. */
  now(): Date
  /** Receives each decision; `statement` is undefined if the client's agent sent none. */
  received?(statement: ConfigurationManagerStatement | undefined, decision: Decision): void
}

/** What a refusal says that a script asks for. */
const asAsked = 'the server was asked to'

/** RFC 5080 section 2.2.2 caches answers for a while, so that a repeated request gets the same answer. */
const keptAnswers = limits.healthAnswers.value

/**
 * The network policy server that a system health validator point is installed on. Statements reach it by RADIUS, from
 * the systems that enforce NAP, never by Configuration Manager's own HTTP (page 38033c27).
 */
export async function openSystemHealthValidatorPoint(
  options: SystemHealthValidatorPointOptions,
): Promise<Listener> {
  const { address, port, fqdn, recorder, behaviour, sharedSecret } = options
  const answers = createDatagramAnswers({ fqdn, protocol: 'soh', behaviour })
  /** Responses by what a repeated request has in common with the first. */
  const responses = new Map<string, PolicyResponse>()
  let fault: FaultOf<'RADIUS'> | undefined

  const receive: Receive = (bytes, ends, reply) => {
    // A repeated request has the same address, port, identifier and authenticator (RFC 5080).
    const key = `${ends.clientAddress}:${ends.clientPort} ${bytes.toString('latin1', 1, 20)}`
    const side = recorder.accepted(ends, { fqdn, protocol: 'soh', transport: 'udp' })
    const send = (datagrams: readonly Buffer[]): void => {
      if (datagrams.length > 0) side.replied()
      for (const datagram of datagrams) reply(datagram)
      side.closed()
    }
    const request = parseRadiusPacket(bytes)
    const known = fault ? undefined : responses.get(key)
    const { response, wrong } = known
      ? { response: known }
      : answerRequest(request, sharedSecret, validate, fault)
    // A fault comes before a script, and a script before what is wrong with a request that is answered.
    const met = !response || fault ? asUsual : answers.meet(() => ({}), ends.clientAddress, side)
    if (wrong) side.sawWrong({ ...wrong, message: `${fqdn}: ${wrong.message}` })
    if (!request || !response) {
      send([])
      return
    }
    keep(key, response)
    const order = met.unusually?.('radius-order')
    const signed = (one: PolicyResponse): Buffer => signResponse(one, request, sharedSecret)
    const answer = signed(order ? inAnotherOrder(response, order) : response)
    const refused = (code: number): Buffer => signed(refusal(request.identifier, code, asAsked))
    answers.give(met, { answer, refusal: refused }, send)
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

  function keep(key: string, response: PolicyResponse): void {
    responses.set(key, response)
    const [oldest] = responses.keys()
    if (oldest !== undefined && responses.size > keptAnswers) responses.delete(oldest)
  }

  const server = { address, port, fqdn, recorder, protocol: 'soh', transactionAt: 1 } as const
  const listener = await openUdpServer(server, receive)
  return {
    ...withFaultsOf(listener, 'RADIUS', (to) => (fault = to)),
    close() {
      answers.close()
      return listener.close()
    },
  }
}
