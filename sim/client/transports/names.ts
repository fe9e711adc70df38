import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { parseRefusal, type ResponseCode } from '../../wire/names/service-record.ts'
import type { ClientNetwork } from '../network.ts'
import { openDatagramExchange } from './datagram.ts'
import { plainTransport, type Transport } from './transport.ts'

interface NameService {
  protocol: 'dns' | 'wins'
  fqdn: string
  port: number
}

/** Each code in a sentence for people. */
const refusals: Readonly<Record<ResponseCode, string>> = {
  FORMERR: 'the name server cannot read the question',
  SERVFAIL: 'the name server cannot look the name up',
  NOTIMP: 'the name server does not know this kind of question',
  REFUSED: 'the name server refuses to answer this client',
}

/**
 * Asks a name server one question by UDP. `read` takes the answer out of a datagram, or gives undefined for one
 * that is no answer to this question.
 */
export function nameTransport<Answer>(
  network: ClientNetwork,
  service: NameService,
  question: Buffer,
  read: (datagram: Buffer) => Answer | undefined,
): Transport<Answer> {
  const { protocol, fqdn } = service
  const { sourceAddress, timeout } = network
  const url = (port: number): string => `${protocol}://${fqdn}:${port}`
  return plainTransport(network, { ...service, url }, async (address, port) => {
    const exchange = await openDatagramExchange({ address, port, sourceAddress, timeout, stage: protocol })
    if ('stage' in exchange) return { received: 0, end: exchange }
    try {
      const reply = await exchange.ask(question, (datagram) => {
        const code = parseRefusal(datagram, question)
        if (code) return { stage: protocol, code, message: refusals[code] } satisfies EndEvidence
        const answer = read(datagram)
        return answer === undefined ? undefined : { answer }
      })
      const { ends } = exchange
      const received = exchange.received()
      return 'answer' in reply
        ? { result: reply.answer, ends, received, end: null }
        : { ends, received, end: reply }
    } finally {
      exchange.close()
    }
  })
}
