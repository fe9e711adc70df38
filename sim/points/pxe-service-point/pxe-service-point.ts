import type { Recorder } from '../../evidence/recorder.ts'
import type { Behaviour } from '../../net/behaviour.ts'
import { asUsual, createDatagramAnswers } from '../../net/datagram-answers.ts'
import { withFaultsOf, type Listener } from '../../net/listener.ts'
import { openInTurn } from '../../net/open-together.ts'
import { openUdpServer } from '../../net/udp-server.ts'
import { reordered, type Unusually } from '../../net/unusual.ts'
import type { AskedRequest } from '../../vocabulary/misbehaviour.ts'
import { serializeDhcpMessage, type DhcpMessage } from '../../wire/dhcp/message.ts'
import { acknowledge, offer, type FirmwareAnswer, type PxeServer } from './answer-firmware.ts'
import { bootFaults, type BootFault } from './boot-faults.ts'
import { openBootFiles, type BootFile } from './boot-files.ts'
import { openExchanges } from './exchanges.ts'
import { openFileServer } from './file-server.ts'

interface PxePorts {
  /** 67 in the product. */
  dhcp: number
  /** Boot information negotiation layer: 4011 in the product. */
  binl: number
  /** 69 in the product. */
  tftp: number
}

interface PxeServicePointOptions extends PxeServer {
  /** 0 where the system chooses. */
  ports: PxePorts
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  bootFiles: readonly BootFile[]
}

export interface PxeServicePoint {
  address: string
  ports: PxePorts
  /** Each closes all of them. */
  listeners: Readonly<Record<keyof PxePorts, Listener>>
  close(): Promise<void>
}

/**
 * A PXE service point on Windows Deployment Services. Replies go to the sender's address and port: a real one
 * broadcasts its OFFER to port 68, since firmware has no address yet, but loopback has no broadcast.
 */
export async function openPxeServicePoint(options: PxeServicePointOptions): Promise<PxeServicePoint> {
  const { address, ports, fqdn, recorder, behaviour, bootFiles } = options
  const exchanges = openExchanges(recorder, fqdn)
  const answers = createDatagramAnswers({ fqdn, protocol: 'dhcp', behaviour })
  let fault: BootFault = {}
  const base = { address, fqdn, recorder, protocol: 'pxe' } as const

  function openPort(port: number, answer: (bytes: Buffer) => FirmwareAnswer): Promise<Listener> {
    return openUdpServer({ ...base, port, transactionAt: 4 }, (bytes, ends, reply) => {
      const answered = answer(bytes)
      if (!answered) return
      const exchange = exchanges.received(ends)
      if (!('reply' in answered)) {
        exchange.end(answered.wrong)
        return
      }
      const asked = (): AskedRequest => ({ operation: answered.to })
      const met = answered.wrong ? asUsual : answers.meet(asked, ends.clientAddress, exchange)
      answers.give(met, { answer: inBytes(answered.reply, met.unusually) }, (datagrams) => {
        exchange.waits()
        if (datagrams.length > 0) exchange.replied()
        if (answered.wrong) exchange.end(answered.wrong)
        for (const datagram of datagrams) reply(datagram)
      })
    })
  }

  function acknowledgeUnder(bytes: Buffer): FirmwareAnswer {
    const { naming, namesNoFile = false } = fault
    const answered = acknowledge(bytes, { ...options, namesNoFile })
    return naming && answered && 'reply' in answered ? { wrong: naming } : answered
  }

  const { opened, close } = await openInTurn(async (keep) => ({
    dhcp: keep(await openPort(ports.dhcp, (bytes) => offer(bytes, options))),
    binl: keep(await openPort(ports.binl, acknowledgeUnder)),
    tftp: keep(
      await openFileServer(
        { ...base, port: ports.tftp, behaviour },
        openBootFiles(bootFiles),
        exchanges,
        () => fault,
      ),
    ),
  }))
  let closed: Promise<void> | undefined
  const closeAll = (): Promise<void> => {
    answers.close()
    return (closed ??= close().then(exchanges.close))
  }
  const { dhcp, binl, tftp } = opened
  const breakable = (listener: Listener): Listener => ({
    ...withFaultsOf(listener, 'PXE', (to) => (fault = to ? bootFaults[to] : {})),
    close: closeAll,
  })
  return {
    address,
    ports: { dhcp: dhcp.port, binl: binl.port, tftp: tftp.port },
    listeners: { dhcp: breakable(dhcp), binl: breakable(binl), tftp: breakable(tftp) },
    close: closeAll,
  }
}

function inBytes(message: DhcpMessage, unusually: Unusually | undefined): Buffer {
  const order = unusually?.('option-order')
  return serializeDhcpMessage(
    order ? { ...message, options: new Map(reordered([...message.options], order)) } : message,
  )
}
