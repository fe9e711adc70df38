import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openDnsServer, openWinsServer } from '../../sim/points/name-server/name-server.ts'
import {
  managementPointName,
  parseNetBiosAnswer,
  serializeNetBiosQuestion,
} from '../../sim/wire/names/netbios.ts'
import { parseServiceAnswer, serializeServiceQuestion } from '../../sim/wire/names/service-record.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const service = '_mssms_mp_abc._tcp.contoso.test'
const netBios = managementPointName('ABC')
const names = {
  service: (name: string) => (name === service ? [{ host: 'mp.contoso.test', port: 443, ttl: 14_400 }] : []),
  netBios: ({ name }: { name: string }) => (name === netBios.name ? '127.0.0.2' : undefined),
}

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

export const wins: FuzzTarget = {
  name: 'wins',
  open: () => opened(openWinsServer),
  samples: () => [serializeNetBiosQuestion({ id: 1, name: netBios })],
  stillAnswers: (port, patience) =>
    answers(
      port,
      patience,
      serializeNetBiosQuestion({ id: 7, name: netBios }),
      (bytes) => parseNetBiosAnswer(bytes, 7) === '127.0.0.2',
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
