import { createHash } from 'node:crypto'
import type { EndEvidence } from '../../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import type { ClientNetwork } from '../../network.ts'
import { plainTransport, type Transport } from '../transport.ts'
import { openBootSocket, type BootSocket } from './boot-socket.ts'
import { fetchBootFile } from './fetch-boot-file.ts'
import { firmwareMessages, type Computer } from './firmware-messages.ts'

/** UDP ports: 67, 4011 and 69 in the product. */
interface PxePorts {
  dhcp: number
  binl: number
  tftp: number
}

interface PxeConnection {
  address: string
  ports: PxePorts
  /** The address that the firmware sends from; 127.0.0.1 when absent. */
  sourceAddress?: string
  /** Milliseconds without an answer until the firmware gives up, at each step. */
  timeout: number
  /** Hears of each datagram that could not be sent. */
  unsent?(error: Error): void
}

interface PxeBooted {
  /** The ends of the DHCP exchange; undefined when no socket could be opened. */
  ends: ConnectionEnds | undefined
  /** Bytes received from the server. */
  received: number
  /** The boot program that was fetched; undefined if the boot failed. */
  booted: BootProgram | undefined
  /** Why the boot failed; null if a boot program was fetched, whichever it is. */
  end: EndEvidence | null
}

interface BootProgram {
  bootFile: string
  /** Bytes. */
  length: number
  /** Hexadecimal. */
  sha256: string
}

/** PXE-boots a computer up to handing over to the boot program. `ports` are the ports that the site configures. */
export function pxeTransport(
  network: ClientNetwork,
  { fqdn, ports: configured }: { fqdn: string; ports: PxePorts },
  computer: Computer,
): Transport<BootProgram> {
  const { sourceAddress, timeout, recorder, refuses } = network
  const open = (configuredPort: number): number => network.openPort(fqdn, configuredPort).port
  const url = (dhcp: number): string => `dhcp://${fqdn}:${dhcp}`
  const server = { protocol: 'pxe', fqdn, port: configured.dhcp, url } as const
  return plainTransport(network, server, async (address, dhcp) => {
    const ports = { dhcp, binl: open(configured.binl), tftp: open(configured.tftp) }
    const unsent = (error: Error): void => {
      if (!refuses(fqdn, configured.dhcp)) recorder.failedAtOwnEnd(`nothing can be sent to ${fqdn}`, error)
    }
    const { booted, ...boot } = await pxeBoot({ address, ports, sourceAddress, timeout, unsent }, computer)
    const path = booted?.bootFile.replaceAll('\\', '/')
    return {
      ...boot,
      result: booted,
      url: path === undefined ? undefined : `tftp://${fqdn}:${ports.tftp}/${path}`,
    }
  })
}

/**
 * PXE-boots a computer as firmware does, up to handing over to the boot program. Real firmware asks by broadcast from
 * port 68, and gets its address from an ordinary DHCP server; the simulated one has its address already, and asks the
 * server by the server's address. It uses one socket for everything: real firmware has another port for TFTP, but then
 * the server could not tell that both are one boot. Throws a `RangeError` for an invalid UUID or hardware address.
 */
export async function pxeBoot(connection: PxeConnection, computer: Computer): Promise<PxeBooted> {
  const { address, ports, sourceAddress = '127.0.0.1', timeout, unsent = () => undefined } = connection
  const messages = firmwareMessages(computer, sourceAddress)
  const socket = await openBootSocket(address, sourceAddress, timeout, unsent)
  if ('stage' in socket) return { ends: undefined, received: 0, booted: undefined, end: socket }
  try {
    const outcome = await boot(socket, ports, messages)
    return {
      ends: {
        clientAddress: socket.address,
        clientPort: socket.port,
        serverAddress: address,
        serverPort: ports.dhcp,
      },
      received: socket.received(),
      ...('stage' in outcome ? { booted: undefined, end: outcome } : { booted: outcome, end: null }),
    }
  } finally {
    socket.close()
  }
}

async function boot(
  socket: BootSocket,
  ports: PxePorts,
  { discover, readOffer, request, readAcknowledgment }: ReturnType<typeof firmwareMessages>,
): Promise<BootProgram | EndEvidence> {
  const server = await socket.ask(ports.dhcp, discover, (bytes, fromPort) =>
    fromPort === ports.dhcp ? readOffer(bytes) : undefined,
  )
  if (server === undefined) return failed('PXE-E51', 'no DHCP or proxyDHCP offers were received')
  const bootFile = await socket.ask(ports.binl, request(server), (bytes, fromPort) =>
    fromPort === ports.binl ? readAcknowledgment(bytes) : undefined,
  )
  if (bootFile === undefined) {
    return failed('PXE-E55', `the proxyDHCP service did not reply to the request on port ${ports.binl}`)
  }
  if (bootFile === '') return failed('PXE-E53', 'no boot file name was received')
  const content = await fetchBootFile(socket, ports.tftp, bootFile)
  if ('stage' in content) return content
  return {
    bootFile,
    length: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}
