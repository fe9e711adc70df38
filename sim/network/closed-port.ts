import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { EnvironmentError } from '../errors.ts'
import { openInTurn, type Closable } from '../net/open-together.ts'

/** A port number that refuses connections and datagrams, and that no other program can open, until it is released. */
export interface ClosedPort extends Closable {
  port: number
}

/** Enough, since the machine chooses the number for TCP among those that few programs have open for UDP. */
const mostTries = 64

/** Holds a port of 127.0.0.1 closed. */
export async function holdClosedPort(): Promise<ClosedPort> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { opened, close } = await openInTurn(async (keep) => {
      const { port } = keep(await holdTcp())
      const udp = await holdUdp(port)
      return udp && { port: keep(udp).port }
    })
    if (opened) return { ...opened, close }
    await close()
  }
  throw new EnvironmentError('cannot hold a closed port: each number was in use for UDP')
}

/**
 * The port is the client's own of an established connection, which does not listen. The machine chooses it in `connect`:
 * a port that is bound first has SO_REUSEADDR in Node, and another program with that option could listen on it.
 */
async function holdTcp(): Promise<ClosedPort> {
  const server = createServer({ pauseOnConnect: true })
  await once(server.listen({ host: '127.0.0.1', port: 0, exclusive: true }), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  try {
    const [[accepted]] = (await Promise.all([once(server, 'connection'), once(socket, 'connect')])) as [
      [Socket],
      unknown,
    ]
    return {
      port: socket.localPort ?? 0,
      close() {
        socket.destroy()
        accepted.destroy()
        return Promise.resolve()
      },
    }
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    server.close()
  }
}

/**
 * A connected UDP socket takes datagrams from its peer alone, which is itself; the machine refuses all others. undefined
 * where another program has the port.
 */
async function holdUdp(port: number): Promise<ClosedPort | undefined> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: '127.0.0.1', port, exclusive: true })
    await once(socket, 'listening')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
  } catch (error) {
    socket.close()
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined
    throw error
  }
  return {
    port,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}
