import type { Socket } from 'node:dgram'
import type { Recorder } from '../../evidence/recorder.ts'
import { acknowledge, offer, type FirmwareAnswer, type PxeServer } from './answer-firmware.ts'
import { openBootFiles, type BootFile } from './boot-files.ts'
import { boundSocket, closeSocket, listen } from './bound-socket.ts'
import { openExchanges } from './exchanges.ts'
import { serveFiles } from './file-server.ts'

export interface PxePorts {
  /** 67 for real. */
  dhcp: number
  /** 4011 for real: boot information negotiation layer. */
  binl: number
  /** 69 for real. */
  tftp: number
}

export interface PxeServicePointOptions extends PxeServer {
  /** 0 where the system is to choose. */
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
 * A PXE service point on Windows Deployment Services. Replies go to the address and port that a datagram came from: a
 * real one broadcasts its OFFER to port 68, since firmware that asks has no address yet; on loopback nobody is reached so.
 */
export async function openPxeServicePoint(options: PxeServicePointOptions): Promise<PxeServicePoint> {
  const { address, ports, fqdn, recorder, bootFiles } = options
  const [dhcp, binl, tftp] = await boundSockets(address, [ports.dhcp, ports.binl, ports.tftp])
  const opened = { dhcp: dhcp.address().port, binl: binl.address().port, tftp: tftp.address().port }
  const exchanges = openExchanges(recorder, fqdn, dhcp.address().address)

  function answerAt(socket: Socket, answer: (bytes: Buffer, server: PxeServer) => FirmwareAnswer): void {
    const { port } = socket.address()
    listen(socket, (bytes, client) => {
      const said = answer(bytes, options)
      if (!said) return
      const exchange = exchanges.heard(client, port)
      if ('wrong' in said) {
        exchange.over(said.wrong)
        return
      }
      exchange.waits()
      // Whoever asked from a port that is gone cannot be told.
      socket.send(said.reply, client.port, client.address, () => undefined)
    })
  }

  answerAt(dhcp, offer)
  answerAt(binl, acknowledge)
  const files = serveFiles(tftp, openBootFiles(bootFiles), exchanges)
  let closed: Promise<void> | undefined

  async function close(): Promise<void> {
    await Promise.all([closeSocket(dhcp), closeSocket(binl), files.close()])
    exchanges.close()
  }

  return {
    address,
    ports: opened,
    close: () => (closed ??= close()),
  }
}

/** All of them or none. */
async function boundSockets(
  address: string,
  [first, ...more]: readonly [number, number, number],
): Promise<[Socket, Socket, Socket]> {
  const one = await boundSocket(address, first)
  try {
    const two = await boundSocket(address, more[0])
    try {
      return [one, two, await boundSocket(address, more[1])]
    } catch (error) {
      two.close()
      throw error
    }
  } catch (error) {
    one.close()
    throw error
  }
}
