import type { Recorder } from '../../evidence/recorder.ts'
import { limits } from '../../limits.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import { createDatagramAnswers } from '../../net/datagram-answers.ts'
import { InvalidMessageError } from '../../net/framed.ts'
import { withFaultsOf, type Listener } from '../../net/listener.ts'
import { openMessageServer } from '../../net/message-server.ts'
import { openUdpServer } from '../../net/udp-server.ts'
import type { Unusually } from '../../net/unusual.ts'
import type { FaultOf } from '../../vocabulary/fault.ts'
import { numberOfError } from '../../vocabulary/misbehaviour.ts'
import {
  dnsFrame,
  dnsMessageBounds,
  longestDatagram,
  parseDnsRequest,
  type DnsReply,
  serializeDnsReply,
} from '../../wire/names/dns-message.ts'
import { parseNetBiosQuestion, serializeNetBiosAnswer } from '../../wire/names/netbios.ts'
import { serializeRefusal, type ResponseCode } from '../../wire/names/service-record.ts'
import { answerDns } from './answer-dns.ts'
import type { PublishedNames, Zone } from './published-names.ts'

export interface NameServerOptions {
  address: string
  /** Name of the system that listens. */
  fqdn: string
  /** DNS has 53 and WINS 137; 0 where the system chooses. */
  port: number
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  names: PublishedNames
}

/** A DNS server (RFC 1035) for the names of one domain, by UDP. */
export function openDnsServer(options: NameServerOptions): Promise<Listener> {
  const { zone } = options.names
  return openByUdp(options, 'dns', (bytes) => replyTo(bytes, zone, 'datagram'))
}

/** A DNS server for the same names by TCP (RFC 7766), where answers go that no datagram holds. */
export function openDnsTcpServer(options: NameServerOptions): Promise<Listener> {
  const { zone } = options.names
  const protocol = {
    stage: 'dns',
    layer: 'name service',
    framing: { boundsOf: dnsMessageBounds, longest: longestRequest },
    endlessReply,
    hasReply: (message: Buffer) => parseDnsRequest(message) !== undefined,
  } as const
  const tcp = { ...options, service: 'the name server' }
  return openMessageServer(tcp, protocol, ({ sawWrong, fault, behaviour }) => ({
    reply(request) {
      const replied = replyTo(request, zone, 'stream')
      if (!replied) throw new InvalidMessageError('received data that is not a DNS request')
      const failing = fault()
      if (failing) {
        const { code, message } = refusals[failing]
        sawWrong(code, message)
        return [dnsFrame(serializeRefusal(request, code))]
      }
      const { due, unusually } = behaviour.meet(() => replied)
      const { error, unusual } = due ?? {}
      const number = error === undefined ? undefined : numberOfError('dns', error)
      if (number !== undefined) return [dnsFrame(serializeRefusal(request, number))]
      const answer = dnsFrame(replied.answer(unusually))
      return unusual === 'repeated-answer' && unusually?.(unusual) ? [answer, answer] : [answer]
    },
  }))
}

/** Bytes: far more than a question and its options take. */
const longestRequest = limits.nameRequest.value
/** The beginning of the longest message that there can be. */
const endlessReply = Buffer.concat([Buffer.from('ffff', 'hex'), Buffer.alloc(64)])

/** The answer to a question, and the name that was asked for, if it can be read. */
interface Replied {
  question: string | undefined
  answer(unusually: Unusually | undefined): Buffer
}

/** undefined: no reply is due. */
function replyTo(bytes: Buffer, zone: Zone, by: 'datagram' | 'stream'): Replied | undefined {
  const request = parseDnsRequest(bytes)
  if (!request) return undefined
  const longest = by === 'datagram' ? longestDatagram(request) : Infinity
  const reply = answerDns(request, zone)
  return {
    question: request.question?.name,
    answer: (unusually) =>
      serializeDnsReply(request, unusually ? unusualReply(reply, unusually) : reply, longest),
  }
}

function unusualReply(reply: DnsReply, unusually: Unusually): DnsReply {
  const isAlone = reply.additionals.length > 0 && unusually('no-additional-records')
  return isAlone ? { ...reply, additionals: [] } : reply
}

/** A NetBIOS name server (RFC 1002), which is what WINS is. */
export function openWinsServer(options: NameServerOptions): Promise<Listener> {
  return openByUdp(options, 'wins', (bytes) => {
    const question = parseNetBiosQuestion(bytes)
    return (
      question && {
        question: question.name.name,
        answer: () => serializeNetBiosAnswer(question, options.names.netBios(question.name)),
      }
    )
  })
}

/** The response to every question under a fault. */
const refusals: Readonly<Record<FaultOf<'name service'>, { code: ResponseCode; message: string }>> = {
  'server-failure': { code: 'SERVFAIL', message: 'the name server cannot look the name up' },
  'question-refused': { code: 'REFUSED', message: 'the name server does not serve this client' },
}

/** `answer` returns undefined for a datagram that gets no reply. */
async function openByUdp(
  { address, port, fqdn, recorder, behaviour }: NameServerOptions,
  protocol: 'dns' | 'wins',
  answer: (bytes: Buffer) => Replied | undefined,
): Promise<Listener> {
  const answers = createDatagramAnswers({ fqdn, protocol, behaviour })
  let fault: FaultOf<'name service'> | undefined
  const server = { address, port, fqdn, recorder, protocol, transactionAt: 0 }
  const listener = await openUdpServer(server, (bytes, ends, reply) => {
    const side = recorder.accepted(ends, { fqdn, protocol, transport: 'udp' })
    const replied = answer(bytes)
    const send = (datagrams: readonly Buffer[]): void => {
      if (datagrams.length > 0) side.replied()
      for (const datagram of datagrams) reply(datagram)
      side.closed()
    }
    if (!replied) {
      send([])
    } else if (fault) {
      side.sawWrong({ stage: protocol, ...refusals[fault] })
      send([serializeRefusal(bytes, refusals[fault].code)])
    } else {
      const met = answers.meet(() => replied, ends.clientAddress, side)
      const refusal = (error: number): Buffer => serializeRefusal(bytes, error)
      answers.give(met, { answer: replied.answer(met.unusually), refusal }, send)
    }
  })
  return {
    ...withFaultsOf(listener, 'name service', (to) => (fault = to)),
    close() {
      answers.close()
      return listener.close()
    },
  }
}
