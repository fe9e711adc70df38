import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openDnsServer, openDnsTcpServer, openWinsServer } from '../../sim/points/name-server/name-server.ts'
import {
  managementPointName,
  parseNetBiosAnswer,
  serializeNetBiosQuestion,
} from '../../sim/wire/names/netbios.ts'
import { dnsFrame } from '../../sim/wire/names/dns-message.ts'
import { parseServiceAnswer, serializeServiceQuestion } from '../../sim/wire/names/service-record.ts'
import { names, service } from '../points/contoso-names.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const netBios = managementPointName('ABC')

export const dns: FuzzTarget = {
  name: 'dns',
  open: () => opened(openDnsServer),
  samples: () => [serializeServiceQuestion(1, service), serializeServiceQuestion(2, 'contoso.test')],
  stillAnswers: (port, patience) =>
    answers(
      port,
      patience,
      serializeServiceQuestion(7, service),
      (bytes) => parseServiceAnswer(bytes, 7)?.length === 1,
    ),
}

export const dnsByTcp: FuzzTarget = {
  name: 'dns-tcp',
  async open() {
    const options = {
      address: '127.0.0.1',
      port: 0,
      fqdn: 'ns.contoso.test',
      recorder: createRecorder(),
      names,
    }
    const { port, close } = await openDnsTcpServer(options)
    return { port, transport: 'tcp', close }
  },
  samples: () => [1, 2].map((id) => dnsFrame(serializeServiceQuestion(id, service))),
  async stillAnswers(port, patience) {
    const socket = connect(port, '127.0.0.1')
    try {
      socket.end(dnsFrame(serializeServiceQuestion(7, service)))
      const pieces: Buffer[] = []
      socket.setTimeout(patience, () => socket.destroy())
      socket.on('data', (piece: Buffer) => pieces.push(piece))
      await once(socket, 'close')
      return parseServiceAnswer(Buffer.concat(pieces).subarray(2), 7)?.length === 1
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  },
}

export const wins: FuzzTarget = {
  name: 'wins',
  open: () => opened(openWinsServer),
  samples: () => [serializeNetBiosQuestion({ id: 1, name: netBios })],
  stillAnswers: (port, patience) =>
    answers(
      port,
      patience,
      serializeNetBiosQuestion({ id: 7, name: netBios }),
      (bytes) => parseNetBiosAnswer(bytes, 7) === '127.0.0.9',
    ),
}

async function opened(open: typeof openDnsServer) {
  const recorder = createRecorder()
  const { port, close } = await open({
    address: '127.0.0.1',
    port: 0,
    fqdn: 'ns.contoso.test',
    recorder,
    names,
  })
  return { port, transport: 'udp' as const, close }
}

/** Datagrams get lost where many come: asked again until the answer is there, or the patience is over. */
async function answers(
  port: number,
  patience: number,
  question: Buffer,
  isRight: (answer: Buffer) => boolean,
): Promise<boolean> {
  const socket = createSocket('udp4')
  const ask = (): void => {
    socket.send(question, port, '127.0.0.1')
  }
  const again = setInterval(ask, 500)
  try {
    ask()
    const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(patience) })) as [Buffer]
    return isRight(answer)
  } catch {
    return false
  } finally {
    clearInterval(again)
    socket.close()
  }
}
