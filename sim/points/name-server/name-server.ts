import type { Recorder } from '../../evidence/recorder.ts'
import type { Listener } from '../../net/listener.ts'
import { openUdpServer } from '../../net/udp-server.ts'
import { parseNetBiosQuestion, serializeNetBiosAnswer } from '../../wire/names/netbios.ts'
import { parseQuestion, serializeServiceAnswer } from '../../wire/names/service-record.ts'
import type { PublishedNames } from './published-names.ts'

interface NameServerOptions {
  address: string
  /** Name of the system that listens. */
  fqdn: string
  /** DNS has 53 and WINS 137; 0 where the system chooses. */
  port: number
  recorder: Recorder
  names: PublishedNames
}

/** A DNS server (RFC 1035) for the service records of management points only. */
export function openDnsServer(options: NameServerOptions): Promise<Listener> {
  return open(options, 'dns', (bytes) => {
    const question = parseQuestion(bytes)
    return question && serializeServiceAnswer(question, options.names.service(question.name))
  })
}

/** A NetBIOS name server (RFC 1002), which is what WINS is. */
export function openWinsServer(options: NameServerOptions): Promise<Listener> {
  return open(options, 'wins', (bytes) => {
    const question = parseNetBiosQuestion(bytes)
    return question && serializeNetBiosAnswer(question, options.names.netBios(question.name))
  })
}

/** `answer` returns undefined for a datagram that gets no reply. */
function open(
  { address, port, fqdn, recorder }: NameServerOptions,
  protocol: 'dns' | 'wins',
  answer: (bytes: Buffer) => Buffer | undefined,
): Promise<Listener> {
  return openUdpServer(address, port, (bytes, ends, reply) => {
    const side = recorder.accepted(ends, { fqdn, protocol })
    const answered = answer(bytes)
    if (answered) {
      side.replied()
      reply(answered)
    }
    side.closed()
  })
}
