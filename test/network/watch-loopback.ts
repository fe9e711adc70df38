import { createHook } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import type { Server, Socket } from 'node:net'

/**
 * Loaded before a program, with `--import`: writes every address that the program's sockets listen on, are bound to or
 * try to reach to the file that WATCH_LOOPBACK names, one line each: `listen 127.66.1.1`.
 */
const seen = new Set<string>()

subscribe('tracing:net.server.listen:asyncEnd', (message) => {
  const { server } = message as { server: Server }
  const address = server.address()
  seen.add(`listen ${typeof address === 'object' ? (address?.address ?? 'nothing') : address}`)
})
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket }
  seen.add(`accept ${socket.localAddress ?? 'nothing'}`)
})

/** A call to connect, as Node keeps it; it is filled in after it is made. */
interface Connecting {
  address?: string
  localAddress?: string
}
const connecting: Connecting[] = []

// The channel `net.client.socket` tells nothing of what `tls.connect` opens.
createHook({
  init(_id, type, _trigger, resource) {
    if (type === 'TCPCONNECTWRAP') connecting.push(resource)
  },
}).enable()

process.on('exit', () => {
  for (const { address = 'nothing', localAddress } of connecting) {
    seen.add(`connect ${address}`)
    if (localAddress !== undefined) seen.add(`from ${localAddress}`)
  }
  writeFileSync(process.env.WATCH_LOOPBACK ?? '', [...seen].join('\n'))
})
