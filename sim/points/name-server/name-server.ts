import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import type { Recorder } from '../../evidence/recorder.ts'
import { parseNetBiosQuestion, serializeNetBiosAnswer } from '../../wire/names/netbios.ts'
import { parseQuestion, serializeServiceAnswer } from '../../wire/names/service-record.ts'
import type { PublishedNames } from './published-names.ts'

export interface NameServerOptions {
  address: string
  /** DNS has 53 and WINS 137; 0 where the system is to choose. */
  port: number
  recorder: Recorder
  names: PublishedNames
}

export interface NameServer {
  address: string
  port: number
  close(): Promise<void>
}

/** A DNS server (RFC 1035) that knows the service records of management points, and nothing else. */
export function openDnsServer(options: NameServerOptions): Promise<NameServer> {
  return open(options, (bytes) => {
    const question = parseQuestion(bytes)
    return question && serializeServiceAnswer(question, options.names.service(question.name))
  })
}

/** A NetBIOS name server (RFC 1002), which is what WINS is. */
export function openWinsServer(options: NameServerOptions): Promise<NameServer> {
  return open(options, (bytes) => {
    const question = parseNetBiosQuestion(bytes)
    return question && serializeNetBiosAnswer(question, options.names.netBios(question.name))
  })
}

/** `answer`: undefined for what is not answered. */
async function open(
  { address, port, recorder }: NameServerOptions,
  answer: (bytes: Buffer) => Buffer | undefined,
): Promise<NameServer> {
  const socket = createSocket('udp4')

  function receive(bytes: Buffer, client: RemoteInfo): void {
    // A datagram may come from port 0, which Node refuses to send to.
    if (client.port === 0) return
    const side = recorder.accepted({
      ...{ clientAddress: client.address, clientPort: client.port },
      ...{ serverAddress: opened.address, serverPort: opened.port },
    })
    const said = answer(bytes)
    // Whoever asked from a port that is gone cannot be told.
    if (said) socket.send(said, client.port, client.address, () => undefined)
    side.closed()
  }

  socket.bind({ address, port, exclusive: true })
  await once(socket, 'listening').catch((error: unknown) => {
    socket.close()
    throw error
  })
  const opened = socket.address()
  socket.on('message', receive)
  socket.on('error', () => undefined)
  return {
    address: opened.address,
    port: opened.port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
