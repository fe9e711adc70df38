import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { allowedGrowth, allowedPeak, attack, complaints, type Report } from './attack.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { httpNonsense } from './http-nonsense.ts'
import { mutations } from './mutations.ts'
import { makeNonsense } from './nonsense.ts'
import { createRandom } from './random.ts'
import { fuzzTargets } from './targets.ts'

const sample = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')

/** A listener that a test has as bad as it needs it. */
function listener(receive: (socket: Socket, bytes: Buffer) => void): FuzzTarget {
  return {
    name: 'planted',
    async open() {
      const sockets = new Set<Socket>()
      const server = createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => undefined)
        socket.on('close', () => sockets.delete(socket))
        socket.on('data', (bytes) => receive(socket, bytes))
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      return {
        port: address.port,
        transport: 'tcp',
        async close() {
          for (const socket of sockets) socket.destroy()
          server.close()
          await once(server, 'close')
        },
      }
    },
    samples: () => [sample],
    async stillAnswers(port) {
      const answer = await fetch(`http://127.0.0.1:${port}/`)
      return answer.status === 204
    },
  }
}

const answer = (socket: Socket) => socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')

async function attacked(target: FuzzTarget): Promise<{ report: Report; sent: string[] }> {
  const sent: string[] = []
  const report = await attack(target, {
    seed: 7,
    enough: (count) => count >= 260,
    collectGarbage: () => undefined,
    sending: ({ what }) => sent.push(what),
  })
  return { report, sent }
}

void t.test('a listener that bears it has nothing said against it', async (t) => {
  const { report, sent } = await attacked(listener(answer))
  t.ok(report.sent >= 260)
  t.equal(report.answers, true)
  t.strictSame(complaints({ ...report, after: report.before, peak: 0 }), [])
  const http = Object.keys(httpNonsense)
  t.ok(
    sent.some((what) => http.includes(what)),
    'HTTP has its own nonsense',
  )
  t.ok(sent.some((what) => Object.keys(mutations).includes(what)))
})

void t.test('a listener that answers no more is found out', async (t) => {
  let broken = false
  const { report } = await attacked(
    listener((socket, bytes) => {
      broken ||= !bytes.toString('latin1').startsWith('GET / HTTP/1.1\r\n')
      if (broken) socket.destroy()
      else answer(socket)
    }),
  )
  t.equal(report.answers, false)
})

void t.test("the failures in a target's report", (t) => {
  const footprint = { heap: 1000, descriptors: 20 }
  const good = { sent: 1, before: footprint, after: footprint, answers: true, peak: 0 }
  const about = (more: Partial<Report>) => complaints({ ...good, ...more })
  t.strictSame(about({}), [])
  t.strictSame(about({ after: { heap: 1000 + allowedGrowth, descriptors: 19 }, peak: allowedPeak }), [])
  t.strictSame(about({ answers: false }), ['a good request is not answered any more'])
  t.strictSame(about({ after: { heap: 1001 + allowedGrowth, descriptors: 20 } }), ['memory has grown'])
  t.strictSame(about({ after: { heap: 0, descriptors: 21 } }), ['descriptors are left open'])
  t.strictSame(about({ peak: allowedPeak + 1 }), ['much memory was needed at a time'])
  t.end()
})

void t.test('the same seed makes the same nonsense', (t) => {
  const samples = [sample, Buffer.from('another'), Buffer.alloc(0)]
  const first = (seed: number) => {
    const nonsense = makeNonsense(samples, createRandom(seed))
    return Array.from({ length: 200 }, () => {
      const { what, pieces, then } = nonsense.next().value
      return [what, Array.isArray(pieces) ? Buffer.concat(pieces).toString('hex') : '', then].join(' ')
    })
  }
  t.strictSame(first(1), first(1))
  t.strictNotSame(first(1), first(2))
  t.equal(new Set(first(3)).size > 150, true, 'hardly ever the same twice')
  t.end()
})

void t.test('any bytes can be made nonsense of', (t) => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(bytes, bytes, fc.nat(), (one, other, seed) => {
      for (const mutate of Object.values(mutations)) {
        const random = createRandom(seed)
        if (!Buffer.isBuffer(mutate(one, random, [one, other]))) return false
      }
      return true
    }),
  )
  for (const [name, make] of Object.entries(httpNonsense)) {
    const [piece] = make(sample, createRandom(1))
    t.ok(piece, name)
  }
  t.end()
})

void t.test('every target opens, answers, and closes', async (t) => {
  t.equal(new Set(fuzzTargets.map(({ name }) => name)).size, fuzzTargets.length, 'each has a name of its own')
  for (const target of fuzzTargets) {
    const { port, close } = await target.open()
    t.equal(await target.stillAnswers(port, 10_000), true, target.name)
    t.not(target.samples().length, 0)
    await close()
    // Nothing is there that could answer later.
    t.equal(
      await target.stillAnswers(port, 300).catch(() => false),
      false,
      'and when it is closed it does not',
    )
  }
})
