import type { Recorder } from '../../evidence/recorder.ts'
import type { Listener } from '../../net/listener.ts'
import { openInTurn } from '../../net/open-together.ts'
import { openUdpServer } from '../../net/udp-server.ts'
import { acknowledge, offer, type FirmwareAnswer, type PxeServer } from './answer-firmware.ts'
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
  bootFiles: readonly BootFile[]
}

export interface PxeServicePoint {
  address: string
  ports: PxePorts
  close(): Promise<void>
}

/**
 * A PXE service point on Windows Deployment Services. Replies go to the sender's address and port: a real one
 * broadcasts its OFFER to port 68, since firmware has no address yet, but loopback has no broadcast.
 */
export async function openPxeServicePoint(options: PxeServicePointOptions): Promise<PxeServicePoint> {
  const { address, ports, fqdn, recorder, bootFiles } = options
  const exchanges = openExchanges(recorder, fqdn)

  function openPort(
    port: number,
    answer: (bytes: Buffer, server: PxeServer) => FirmwareAnswer,
  ): Promise<Listener> {
    return openUdpServer(address, port, (bytes, ends, reply) => {
      const answered = answer(bytes, options)
      if (!answered) return
      const exchange = exchanges.received(ends)
      if ('wrong' in answered) {
        exchange.end(answered.wrong)
        return
      }
      exchange.waits()
      exchange.replied()
      reply(answered.reply)
    })
  }

  const { opened, close } = await openInTurn(async (keep) => ({
    dhcp: keep(await openPort(ports.dhcp, offer)),
    binl: keep(await openPort(ports.binl, acknowledge)),
    tftp: keep(await openFileServer(address, ports.tftp, openBootFiles(bootFiles), exchanges)),
  }))
  let closed: Promise<void> | undefined
  return {
    address,
    ports: { dhcp: opened.dhcp.port, binl: opened.binl.port, tftp: opened.tftp.port },
    close: () => (closed ??= close().then(exchanges.close)),
  }
}
