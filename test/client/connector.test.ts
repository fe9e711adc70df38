import { createSecureContext } from 'node:tls'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { createConnector, type Progress } from '../../sim/client/transports/connector.ts'

/**
 * Closes each connection as it comes, and counts; in a thread of its own, so that it can be waited for. What the
 * client then writes is answered by a reset, and its socket no longer knows whom it was connected to.
 */
const closing = `
const { parentPort, workerData } = require('node:worker_threads')
const server = require('node:net').createServer((socket) => {
  socket.on('close', () => {
    Atomics.add(workerData, 0, 1)
    Atomics.notify(workerData, 0)
  })
  socket.destroy()
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

void t.test(
  'a connection that is closed before it is looked at is still known by both its ends',
  async (t) => {
    const closed = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(closing, { eval: true, workerData: closed })
    t.teardown(() => worker.terminate())
    const port = await new Promise<number>((resolve) => worker.once('message', resolve))
    const progress: Progress = { received: () => 0 }
    const connection = {
      fqdn: 'mp.sitemode.test',
      port,
      resolve: () => '127.0.0.1',
      sourceAddress: '127.0.0.1',
      timeout: 5000,
      secure: { context: createSecureContext(), judge: () => Promise.resolve() },
    }
    const asked = { hostname: 'mp.sitemode.test', protocol: 'https:', port: String(port) }
    const ended = new Promise<void>((resolve) =>
      createConnector(connection, progress)(asked, () => resolve()),
    )
    // The connection has been asked for once these are through; what becomes of it is not looked at before the wait ends.
    for (let tick = 0; tick < 5; tick++) await new Promise<void>((resolve) => process.nextTick(resolve))
    t.not(Atomics.wait(closed, 0, 0, 5000), 'timed-out', 'it was closed')
    await ended
    t.match(progress.ends, { clientAddress: '127.0.0.1', serverAddress: '127.0.0.1', serverPort: port })
    t.ok(progress.ends && progress.ends.clientPort > 0)
  },
)
