import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { newFolder } from '../new-folder.ts'
import { interrupt, sitemode } from './command.ts'
import { fillDisk } from './fill-disk.ts'

const scenario = 'scenarios/within-a-mixed-mode-site.yaml'

const cache = newFolder(t)

void t.test('a disk that is full at any write leaves whole lines, a sentence and exit code 3', async (t) => {
  const whole = join(newFolder(t), 'whole')
  await sitemode(cache, 'run', scenario, '--out', whole)
  const lines = readFileSync(join(whole, 'recording.ndjson'), 'utf8').split('\n').length - 1
  for (let nth = 1; nth <= lines; nth += Math.ceil(lines / 12)) {
    await t.test(`the write number ${nth} of ${lines}`, async (t) => {
      const out = join(newFolder(t), 'out')
      // That of the recording alone: what else is written has a test of its own.
      fillDisk(t, join(out, 'recording.ndjson'), ({ times }) => times === nth)
      const { status, stdout, stderr } = await sitemode(cache, 'run', scenario, '--out', out)
      t.equal(status, 3, stderr)
      t.match(stderr, /^sitemode: cannot write .*recording\.ndjson \(ENOSPC\): .*make room/m)
      t.equal(stderr.match(/ENOSPC/g)?.length, 1, 'told once')
      t.match(stdout, /1 of 1 scenarios passed/, 'the run itself went on')
      const text = readFileSync(join(out, 'recording.ndjson'), 'utf8')
      t.equal(text.split('\n').length, nth, 'the lines before it')
      t.ok(text === '' || text.endsWith('\n'), 'none of them torn')
      if (nth > 1) t.notOk(readRecording(text).ended)
    })
  }
})

const full = existsSync('/dev/full') ? {} : { skip: 'this platform has no /dev/full' }

void t.test('the secrets of connections that cannot be kept end no command', full, async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'matrix', '--keylog', '/dev/full')
  t.equal(status, 3)
  t.match(stderr, /cannot write \/dev\/full \(ENOSPC\)/)
  t.match(stdout, '38 of 38 cells agree')
})

void t.test('serve goes on when its recording cannot', full, async (t) => {
  const out = join(newFolder(t), 'out')
  mkdirSync(out)
  symlinkSync('/dev/full', join(out, 'recording.ndjson'))
  const served = ['serve', 'scenarios/hierarchies/two-modes.yaml', '--out', out, '--json']
  const { code, stderr } = await interrupt(cache, served, 'SIGINT', (stdout) => stdout.includes('"systems"'))
  t.equal(code, 130)
  t.match(stderr, /recording\.ndjson \(ENOSPC\)/)
})

void t.test('only its owner reads a file of secrets', async (t) => {
  const file = join(newFolder(t), 'keys.txt')
  await sitemode(cache, 'matrix', '--keylog', file)
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.match(readFileSync(file, 'utf8'), /^CLIENT_RANDOM /m)
})
