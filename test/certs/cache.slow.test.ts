import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { certificatesIn, entriesOf, outputOf, start } from './cache-runs.ts'

void t.test('runs that start together on an empty cache go on with the same certificates', async (t) => {
  const cache = join(t.testdir(), 'new', 'cache')
  const runs = await Promise.all(Array.from({ length: 8 }, () => outputOf({ cache, servers: 3 })))
  t.equal(new Set(runs.map(certificatesIn)).size, 1)
  t.match(runs[0], /^server 2 [0-9a-f]{64}$/m)
})

void t.test('runs killed in the middle leave a usable cache', async (t) => {
  const cache = t.testdir()
  let seen = ''
  for (let lines = 0; lines < 8; lines++) {
    const child = start({ cache, servers: 50 })
    let left = lines
    // Without a line to wait for, the kill comes as soon as the first entry is on disk.
    if (left === 0) while (entriesOf(cache).length === 0) await new Promise(setImmediate)
    else {
      for await (const line of createInterface(child.stdout)) {
        seen += `${line}\n`
        if (--left === 0) break
      }
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    t.equal(child.signalCode, 'SIGKILL', `killed after line ${lines}`)
    t.ok(entriesOf(cache).every(isWhole), 'no entry is half written')
  }
  const whole = await outputOf({ cache, servers: 12 })
  for (const line of seen.trim().split('\n')) t.ok(whole.includes(line), `still has ${line.slice(0, 30)}`)
})

void t.test('damaged files heal, to the same certificates for all', async (t) => {
  const cache = t.testdir()
  const before = await outputOf({ cache, servers: 3 })
  for (const [i, file] of entriesOf(cache).entries()) {
    if (i % 3 === 0) truncateSync(file, 0)
    if (i % 3 === 1) truncateSync(file, statSync(file).size - 1)
    if (i % 3 === 2) writeFileSync(file, readFileSync(file, 'utf8').replace(/\nM/, '\nN'))
    t.notOk(isWhole(file))
  }
  const runs = await Promise.all(Array.from({ length: 8 }, () => outputOf({ cache, servers: 3 })))
  t.equal(new Set(runs.map(certificatesIn)).size, 1)
  t.not(runs[0] && certificatesIn(runs[0]), certificatesIn(before))
  t.match(await outputOf({ cache, servers: 3 }), /^loaded 0$/m, 'and are healed for good')
})

/** The checksum of an entry, computed independently. */
function isWhole(file: string): boolean {
  const [, checksum, body = ''] = /^.* ([0-9a-f]{64})\n([^]*)$/.exec(readFileSync(file, 'utf8')) ?? []
  return createHash('sha256').update(body).digest('hex') === checksum
}
