import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { endAt, sitemode, twoModes } from './command.ts'
import { interruptedAt } from './interrupted-at.ts'
import { serveShape } from './json-shapes.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-interrupt-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

void t.test('serve says where everything is, and ends when told to', async (t) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const moment = { event: 'print', count: 1, signal, orderly: true } as const
    const ended = await endAt(cache, ['serve', twoModes, '--json'], moment)
    t.equal(ended.code, code)
    t.equal(ended.stderr, '')
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

void t.test('serve closes its recording, and says where it lies and how to make its reports', async (t) => {
  const out = join(folder, 'served')
  const recording = join(out, 'recording.ndjson')
  const args = ['serve', twoModes, '--json', '--out', out]
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const ended = await endAt(cache, args, { event: 'print', count: 1, signal, orderly: true })
    t.equal(ended.code, code)
    t.equal(
      ended.stderr,
      `The recording is ${recording}; its reports are made by: npx sitemode report ${recording}\n`,
    )
    t.ok(readRecording(readFileSync(recording, 'utf8')).ended)
  }
  t.equal((await sitemode(cache, 'report', recording)).status, 0)
  t.notMatch(readFileSync(join(out, 'report.html'), 'utf8'), 'cut short')
})

void t.test('a second signal ends serve at once', async (t) => {
  const out = join(folder, 'served-twice')
  const args = ['serve', twoModes, '--json', '--out', out]
  const twice = { event: 'print', count: 1, signal: 'SIGINT', again: 'SIGTERM', orderly: true } as const
  const ended = await endAt(cache, args, twice)
  t.equal(ended.code, 143)
  t.equal(ended.stderr, '')
  t.notOk(readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8')).ended)
})

void t.test('watching ends on an interruption', async (t) => {
  const args = ['run', 'scenarios/within-a-native-mode-site.yaml', '--watch']
  const ended = await endAt(cache, args, { event: 'print', count: 1, signal: 'SIGINT' })
  t.equal(ended.code, 130)
  t.match(ended.stdout, '1 of 1 scenarios passed')
})

void t.test('an interruption leaves a cache that can be used', async (t) => {
  await interruptedAt(
    t,
    join(folder, 'matrix'),
    ['matrix'],
    [
      ['start', 1],
      ['link', 1],
      ['link', 3],
      ['listen', 5],
    ],
  )
})
