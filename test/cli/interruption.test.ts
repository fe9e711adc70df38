import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { interrupt, sitemode, twoModes } from './command.ts'
import { serveShape } from './json-shapes.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-interrupt-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

void t.test('serve says where everything is, and ends when told to', async (t) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    let asked = Infinity
    const ended = await interrupt(cache, ['serve', twoModes, '--json'], signal, (stdout) => {
      if (!stdout.includes('\n')) return false
      asked = Math.min(asked, performance.now())
      return true
    })
    t.equal(ended.code, code)
    t.ok(performance.now() - asked < 1000, 'within a second')
    t.equal(ended.stdout.split('\n').length, 2, 'one line')
    const { systems } = serveShape.parse(JSON.parse(ended.stdout))
    t.equal(systems.length, 25)
    t.match(systems[0], {
      name: 'mp.nat',
      fqdn: 'mp.nat.sitemode.test',
      site: 'NAT',
      roles: ['management-point'],
      address: /^127\./,
      urls: ['https://mp.nat.sitemode.test:8443'],
    })
  }
})

void t.test('an interruption at any moment leaves a cache that can be used', async (t) => {
  const uses = Object.entries({ matrix: ['matrix'], run: ['run'], serve: ['serve', twoModes] })
  for (const [name, args] of uses) {
    // A cache for each, empty at first: ten moments from before anything listens to after it has written.
    const cache = join(folder, name)
    for (let moment = 60; moment <= 960; moment += 100) {
      const signal = moment % 200 === 60 ? 'SIGINT' : 'SIGTERM'
      const { code, stderr } = await interrupt(cache, args, signal, (_stdout, elapsed) => elapsed >= moment)
      // Before our handler is there the signal itself ends the process; after the work is done there is none to end.
      const expected = [signal === 'SIGINT' ? 130 : 143, null, ...(name === 'serve' ? [] : [0])]
      t.ok(expected.includes(code), `${name} after ${moment} ms: ${code}`)
      t.equal(stderr, '')
    }
    const { status, stdout } = sitemode(cache, 'matrix', '--json')
    t.equal(status, 0)
    t.match(JSON.parse(stdout), { summary: { agree: 38, disagree: 0 } }, `with what ${name} left`)
  }
})
