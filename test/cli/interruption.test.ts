import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { interrupt, sitemode, twoModes } from './command.ts'

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
    const { systems } = JSON.parse(ended.stdout) as { systems: unknown[] }
    t.equal(systems.length, 13)
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
  // Evenly over a run that starts with nothing in the cache, from before it listens to after it has written.
  const moments = Array.from({ length: 24 }, (_, index) => 60 + index * 40)
  for (const [index, moment] of moments.entries()) {
    const args = [['matrix'], ['run'], ['serve', twoModes]][index % 3] ?? []
    const { code, stderr } = await interrupt(cache, args, 'SIGINT', (_stdout, elapsed) => elapsed >= moment)
    // Before our handler is there the signal itself ends the process; after the work is done there is none to end.
    t.ok(code === 130 || code === null || code === 0, `${args.join(' ')} after ${moment} ms: ${code}`)
    t.equal(stderr, '')
  }
  const { status, stdout } = sitemode(cache, 'matrix', '--json')
  t.equal(status, 0)
  t.match(JSON.parse(stdout), { summary: { agree: 28, disagree: 0 } })
})
