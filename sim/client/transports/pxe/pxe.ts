import { createHash } from 'node:crypto'
import type { EndEvidence } from '../../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import { openBootSocket, type BootSocket } from './boot-socket.ts'
import { fetchBootFile } from './fetch-boot-file.ts'
import { firmwareMessages, type Computer } from './firmware-messages.ts'
import { computerIdentity } from '../../../model/computer-identity.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from '../transport.ts'

export interface PxeConnection {
  address: string
  /** 67, 4011 and 69 for real. */
  ports: { dhcp: number; binl: number; tftp: number }
  /** The address that the firmware sends from; 127.0.0.1 when absent. */
  sourceAddress?: string
  /** Milliseconds without an answer until the firmware gives up, at each step. */
  patience: number
}

export interface PxeBooted {
  /** Of the DHCP exchange; undefined when no socket could be opened. */
  ends: ConnectionEnds | undefined
  /** Bytes that have come. */
  received: number
  /** The boot program that was fetched; undefined when it failed. */
  booted: BootProgram | undefined
  /** null when a boot program was fetched, whichever it is. */
  end: EndEvidence | null
}

export interface BootProgram {
  bootFile: string
  /** Bytes. */
  length: number
  /** Hexadecimal. */
  sha256: string
}

/**
 * Boots a computer from the network as PXE firmware does, up to where the boot program would run. Real firmware asks by
 * broadcast from port 68, and needs an ordinary DHCP server for its address: the simulated one asks the server by its
 * address and has its own already. All goes over one socket; firmware has another port for TFTP, but then nothing would
 * tell the server that both belong together. Throws a `RangeError` for a UUID or a hardware address that is none.
 */
export async function pxeBoot(connection: PxeConnection, computer: Computer): Promise<PxeBooted> {
  const { address, ports, sourceAddress = '127.0.0.1', patience } = connection
  const messages = firmwareMessages(computer, sourceAddress)
  const socket = await openBootSocket(address, sourceAddress, patience)
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
  ports: PxeConnection['ports'],
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

/** Has the firmware boot the computer from the network, up to where the boot program would run. */
export async function tryByPxe({ standing, target, port }: Try): Promise<Tried> {
  const { client, surroundings } = standing
  const { sourceAddress, patience } = surroundings
  const { fqdn } = target.system
  const found = lookUp(surroundings, fqdn, port)
  // Where one of its ports is open all are.
  const open = (configured: number): number => surroundings.openPort(fqdn, configured) ?? configured
  const ports = {
    dhcp: open(port),
    binl: open(target.site.otherPorts.binl),
    tftp: open(target.site.otherPorts.tftp),
  }
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const { address } = found
    const boot = await pxeBoot({ address, ports, sourceAddress, patience }, computerIdentity(client.name))
    const path = boot.booted && `/${boot.booted.bootFile.replaceAll('\\', '/')}`
    return { ...withoutStatus(boot), ...(path !== undefined && { path }) }
  })
  const { path } = exchange
  const url = path === undefined ? `dhcp://${fqdn}:${ports.dhcp}` : `tftp://${fqdn}:${ports.tftp}${path}`
  return { url, ...exchange }
}
