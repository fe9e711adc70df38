import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import { packetFile } from '../../sim/index.ts'
import { syntheticAttempt } from '../evidence/synthetic-evidence.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const said = Buffer.alloc(3000, 'x')
const secret = Buffer.from(`CLIENT_RANDOM ${'0'.repeat(64)} ${'0'.repeat(96)}\n`)

void t.test('a file of 50,000 attempts takes no more memory than one of 5,000', async (t) => {
  let written = 0
  const file = packetFile((blocks) => (written += blocks.length))
  const attempting = new Set<string>()
  const traffic = file.follow((address) => attempting.has(address))
  let number = 0

  /** An attempt of one connection over TLS and one question by UDP. */
  async function attempt(): Promise<void> {
    number += 1
    const clientAddress = `127.20.${128 + (number % 100)}.${1 + (number % 200)}`
    const port = 1024 + (number % 60_000)
    const ends: ConnectionEnds = {
      clientAddress,
      clientPort: port,
      serverAddress: '127.20.1.1',
      serverPort: 443,
    }
    attempting.add(clientAddress)
    traffic.named(clientAddress, `pc${number}.contoso.test`)
    traffic.datagram({ ...ends, serverPort: 53 }, 'client', said.subarray(0, 40))
    const connection = traffic.connected(ends)
    traffic.keyLog(secret)
    connection.sent('client', said)
    connection.sent('server', said)
    attempting.delete(clientAddress)
    traffic.belongs(ends, { ...syntheticAttempt, id: `a${number}` })
    connection.closed()
    await setImmediate()
  }

  async function heapAfter(attempts: number): Promise<number> {
    while (number < attempts) await attempt()
    collectGarbage()
    return process.memoryUsage().heapUsed
  }

  const few = await heapAfter(5000)
  const bytesOfFew = written
  const many = await heapAfter(50_000)
  t.ok(written > 9.5 * bytesOfFew, `${written} bytes are written, ${bytesOfFew} of the first 5,000 attempts`)
  // A connection that stayed would take half a kilobyte, 22 MiB together.
  t.ok(many - few < 4 * 2 ** 20, `heap ${few} after 5,000 attempts, ${many} after 50,000`)
})
