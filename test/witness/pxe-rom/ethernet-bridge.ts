import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { leaseAddress, network } from './address-server.ts'
import { readDatagram, writeDatagram, type Datagram } from './datagram.ts'
import { arpReply, askedAddress, etherTypes, everybody, readFrame, writeFrame } from './ethernet-frame.ts'

interface Point {
  address: string
  ports: { dhcp: number; binl: number; tftp: number }
}

export interface EthernetBridge {
  /** Address to which the emulator's network card sends its frames. */
  port: number
  /** The file that the computer got by TFTP, as it stands in the blocks on the cable. */
  download(): Buffer
  close(): Promise<void>
}

const own = Buffer.from([2, 0, 0, 0, 0, 1])
const bootpServer = 67
const bootpClient = 68
/** RFC 1350: the operation that a block of a file comes with. No DHCP message begins so. */
const tftpData = 3
const broadcast = '255.255.255.255'

/** Joins the Ethernet of an emulated computer, frame by frame, to a PXE service point on loopback. */
export async function openEthernetBridge({ address, ports }: Point): Promise<EthernetBridge> {
  const portAtPoint = new Map([
    [bootpServer, ports.dhcp],
    [4011, ports.binl],
    [69, ports.tftp],
  ])
  const portAsKnown = new Map([...portAtPoint].map(([known, at]) => [at, known]))
  const cable = createSocket('udp4')
  /** Each port of the computer has a socket on loopback, so that the point can tell them apart. */
  const outside = new Map<number, Promise<Socket>>()
  /** By their numbers: a block that is sent twice counts once. */
  const blocks = new Map<number, Buffer>()
  let computer: { card: Buffer; cable: RemoteInfo } | undefined

  cable.on('message', (bytes, from) => {
    const { source, type, payload } = readFrame(bytes)
    computer = { card: Buffer.from(source), cable: from }
    if (type === etherTypes.arp && askedAddress(payload) === network.router) {
      send({ destination: computer.card, type, payload: arpReply(payload, own) })
    }
    const datagram = type === etherTypes.ipv4 ? readDatagram(payload) : undefined
    if (datagram) fromComputer(datagram)
  })

  function fromComputer({ source, destination, payload }: Datagram): void {
    if (destination.port === bootpServer) {
      const lease = leaseAddress(payload)
      if (lease) toComputer({ address: network.router, port: bootpServer }, bootpClient, lease)
    }
    const reachesPoint = destination.address === address || destination.address === broadcast
    if (reachesPoint) void forward(source.port, destination.port, payload)
  }

  async function forward(sourcePort: number, port: number, payload: Buffer): Promise<void> {
    let socket = outside.get(sourcePort)
    if (!socket) outside.set(sourcePort, (socket = socketFor(sourcePort)))
    ;(await socket).send(payload, portAtPoint.get(port) ?? port, address)
  }

  async function socketFor(port: number): Promise<Socket> {
    const socket = createSocket('udp4')
    socket.on('message', (payload, from) => {
      toComputer({ address: from.address, port: portAsKnown.get(from.port) ?? from.port }, port, payload)
    })
    socket.bind({ address: '127.0.0.1', port: 0 })
    await once(socket, 'listening')
    return socket
  }

  /** A computer without an address is reached by broadcast. */
  function toComputer(source: Datagram['source'], port: number, payload: Buffer): void {
    if (!computer) return
    const destination = { address: port === bootpClient ? broadcast : network.computer, port }
    if (payload.readUInt16BE(0) === tftpData) blocks.set(payload.readUInt16BE(2), payload.subarray(4))
    send({
      destination: port === bootpClient ? everybody : computer.card,
      type: etherTypes.ipv4,
      payload: writeDatagram({ source, destination, payload }),
    })
  }

  function send(frame: { destination: Buffer; type: number; payload: Buffer }): void {
    if (computer)
      cable.send(writeFrame({ source: own, ...frame }), computer.cable.port, computer.cable.address)
  }

  cable.bind({ address: '127.0.0.1', port: 0 })
  await once(cable, 'listening')
  return {
    port: cable.address().port,
    download: () => Buffer.concat([...blocks.values()]),
    async close() {
      const sockets = await Promise.all(outside.values())
      for (const socket of [cable, ...sockets]) socket.close()
    },
  }
}
