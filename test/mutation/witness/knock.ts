import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { HostListener } from '../../../sim/network/name-service.ts'

const overUdp: readonly HostListener['protocol'][] = ['pxe', 'soh', 'dns', 'wins']
const words = Buffer.from('GET / HTTP/1.0\r\n\r\n')

/** Sends a listener something that it will hear, and that no attempt accounts for. */
export async function knock(
  { address, listener }: { address: string; listener: HostListener },
  sourceAddress: string,
): Promise<void> {
  const { protocol, port } = listener
  await (overUdp.includes(protocol) ? datagram : connection)(address, port, sourceAddress)
}

async function datagram(address: string, port: number, sourceAddress: string): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind({ address: sourceAddress, exclusive: true })
  await once(socket, 'listening')
  await new Promise((resolve) => socket.send(words, port, address, resolve))
  socket.close()
}

/** Whatever comes of it, an answer or a refusal. */
async function connection(host: string, port: number, localAddress: string): Promise<void> {
  const socket = connect({ host, port, localAddress }, () => socket.end(words))
  socket.on('error', () => socket.destroy())
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
}
