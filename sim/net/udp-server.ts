import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { ConnectionEnds } from '../evidence/connection.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { isFaultOf } from '../vocabulary/fault.ts'
import type { DatagramProtocol } from '../vocabulary/network.ts'
import { datagramFaults, type DatagramFault } from './datagram-faults.ts'
import { faultOutOfPlace } from './faults.ts'
import type { Listener } from './listener.ts'

export interface UdpServerOptions {
  address: string
  /** 0 where the system chooses. */
  port: number
  /** Name of the system that listens. */
  fqdn: string
  recorder: Recorder
  /** The protocol of the datagrams. */
  protocol: DatagramProtocol
  /** The first byte of the number by which an answer belongs to its question; absent where answers have none. */
  transactionAt?: number
}

/** Handles a datagram; `reply` sends one back to its sender. */
export type Receive = (bytes: Buffer, ends: ConnectionEnds, reply: (bytes: Buffer) => void) => void

/** Opens a UDP port, which can have the faults of a port and of its answers. */
export async function openUdpServer(options: UdpServerOptions, receive: Receive): Promise<Listener> {
  const { address, fqdn, recorder, protocol, transactionAt } = options
  let fault: DatagramFault | undefined
  let elsewhere: number | undefined
  let changing = Promise.resolve()
  let socket: Socket | undefined = await open(options.port)
  const { port } = socket.address()

  async function open(wanted: number): Promise<Socket> {
    const opened = await bindUdp(address, wanted)
    const { address: serverAddress, port: serverPort } = opened.address()
    opened.on('message', (bytes, client) => {
      // A datagram may come from port 0, which Node refuses to send to.
      if (client.port === 0) return
      const { traffic } = recorder
      const ends = { clientAddress: client.address, clientPort: client.port, serverAddress, serverPort }
      // A reply that cannot be sent counts where the machine keeps it back, and not where the client's port is closed.
      const sent = (error: unknown): void => recorder.failedAtOwnEnd(`${fqdn} cannot send a reply`, error)
      traffic?.datagram(ends, 'client', bytes)
      serve(bytes, ends, (reply) => {
        // A reply that comes late may find its port closed.
        if (socket !== opened) return
        traffic?.datagram(ends, 'server', reply)
        opened.send(reply, client.port, client.address, sent)
      })
    })
    opened.on('error', () => undefined)
    return opened
  }

  function serve(bytes: Buffer, ends: ConnectionEnds, reply: (bytes: Buffer) => void): void {
    const { seen, instead, alter } = fault ?? {}
    if (!seen) {
      receive(bytes, ends, reply)
      return
    }
    const side = recorder.accepted(ends, { fqdn, protocol, transport: 'udp' })
    side.tookOver({ stage: protocol, ...seen })
    if (alter) receive(bytes, ends, (answer) => reply(alter(answer, transactionAt)))
    else if (instead) reply(instead)
    side.closed()
  }

  async function changeNow(to: DatagramFault | undefined): Promise<void> {
    const listens = fault?.port
    fault = to
    if (to?.port === listens) return
    recorder.portChanged()
    await close()
    elsewhere = undefined
    if (to?.port === 'none') return
    socket = await open(to?.port === 'another' ? 0 : port)
    if (to?.port === 'another') elsewhere = socket.address().port
  }

  async function close(): Promise<void> {
    const closing = socket
    socket = undefined
    if (closing) await closed(closing)
  }

  function change(to: DatagramFault | undefined): Promise<void> {
    // Changes run one after the other.
    const changed = changing.then(() => changeNow(to))
    changing = changed.catch(() => undefined)
    return changed
  }

  return {
    address,
    port,
    async break(named) {
      if (isFaultOf(named, 'connection'))
        throw new RangeError(`port ${port} has no connections that could break`)
      if (!isFaultOf(named, 'port', 'datagram')) throw faultOutOfPlace(named, port, protocol)
      const to = datagramFaults[named]
      if (to.alter && transactionAt === undefined) {
        throw new RangeError(`the answers of port ${port} bear no number of their question`)
      }
      await change(to)
    },
    repair: () => change(undefined),
    refuses() {
      const known = { stage: 'connect', witnessed: false } as const
      if (fault?.port === 'none') {
        return {
          ...known,
          code: 'NOT_LISTENING',
          message: `the service of ${fqdn} on port ${port} is stopped`,
        }
      }
      if (elsewhere === undefined) return null
      const message = `${fqdn} listens on port ${elsewhere} instead of ${port}`
      return { ...known, code: 'LISTENS_ELSEWHERE', message }
    },
    async close() {
      await changing
      await close()
    },
  }
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()))
}

/** Binds a UDP socket that no other process shares. */
export async function bindUdp(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind({ address, port, exclusive: true })
  await once(socket, 'listening').catch((error: unknown) => {
    socket.close()
    throw error
  })
  return socket
}
