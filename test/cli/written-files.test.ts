import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { sourcesBelow } from '../architecture/source.ts'
import { newFolder } from '../new-folder.ts'
import { root } from './command.ts'
import { fillDisk } from './fill-disk.ts'
import { giveFiles, givenValues, runToEnd, usesOf, type Use } from './given-values.ts'

// Whatever a command writes is whole or absent when the disk is full, and the command says so.

const given = await giveFiles(newFolder(t))
const uses = usesOf(given)

void t.test('what each command does with what it is given is known', async (t) => {
  t.strictSame((await givenValues()).sort(), Object.keys(uses).sort())
})

/** The only places that write files, so that no command can do it in a way of its own. */
const writers = {
  'sim/whole-files.ts': 'all that is written at once',
  'sim/library/growing-file.ts': 'recordings and secrets of connections',
  'sim/library/results-folder.ts': 'the lock of a folder',
  'sim/library/keep-recording.ts': "GitHub's summary of a job, without which a run is none the worse",
  'sim/parts/part-file.ts': 'the part of a shard, line by line, which has its name once it is whole',
  'certs/cache.ts': 'the cache, without which a run is none the worse',
}

void t.test('no command writes files in a way of its own', (t) => {
  const calls = /\b(?:writeFile|appendFile|copyFile|write|cp|rename|link)(?:Sync)?\b|\bcreateWriteStream\b/
  const found = ['sim', 'certs']
    .flatMap((folder) => sourcesBelow(root, folder))
    .filter(({ packages }) => packages.some((name) => /^node:fs(\/promises)?$/.test(name)))
    .filter(({ path }) => {
      const imported = readFileSync(join(root, path), 'utf8').matchAll(/import ([^']*?) from 'node:fs/g)
      return [...imported].some(([, names = '']) => calls.test(names) || !names.startsWith('{'))
    })
  t.strictSame(found.map(({ path }) => path).sort(), Object.keys(writers).sort())
  t.end()
})

/** Every file below a folder, with what it holds. */
function filesBelow(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length).replaceAll('\\', '/'), readFileSync(path, 'latin1')]),
  )
}

for (const [what, use] of Object.entries(uses)) {
  // Nothing is secret in a server until somebody connects.
  if (use.does !== 'writes' || what === 'serve --keylog <file>') continue
  void t.test(`a disk that is full at each file of ${what}`, async (t) => {
    const { args } = use
    const folder = join(newFolder(t), 'some-room')
    mkdirSync(folder)
    const written = fillDisk(t, folder, () => false)
    const whole = await runToEnd(given, args(join(folder, 'out')))
    written.empty()
    t.not(written.files.length, 0, whole.stderr)
    for (const [index, file] of written.files.entries())
      await t.test(file, (t) => fill(t, use, index + 1, file))
  })
}

/** Whether a file that grew, in Latin-1, ends with a whole piece. */
const endsWhole: Readonly<Record<NonNullable<Use['grows']>, (text: string) => boolean>> = {
  lines: (text) => text.endsWith('\n'),
  // Each has its length in its second word, and again in its last.
  blocks(text) {
    const bytes = Buffer.from(text, 'latin1')
    let at = 0
    while (at + 12 <= bytes.length) {
      const length = bytes.readUInt32LE(at + 4)
      if (at + length > bytes.length || bytes.readUInt32LE(at + length - 4) !== length) return false
      at += length
    }
    return at > 0 && at === bytes.length
  },
}

async function fill(t: Test, { args, replaces, grows }: Use, nth: number, file: string): Promise<void> {
  const folder = newFolder(t)
  const out = join(folder, 'out')
  if (replaces) t.not((await runToEnd(given, args(out))).status, 3)
  const there = filesBelow(folder)
  const { empty } = fillDisk(
    t,
    folder,
    ({ files, times }) => files.length === nth && times === (grows ? 2 : 1),
  )
  const { status, stderr } = await runToEnd(given, args(out))
  empty()

  const isRecording = file === 'out/recording.ndjson'
  // A server goes on without its record.
  t.equal(status, args(out)[0] === 'serve' && (isRecording || grows) ? 130 : 3, stderr)
  const sentences = stderr.split('\n').filter((line) => line.includes('ENOSPC'))
  t.match(sentences[0], /^sitemode: cannot write .+ \(ENOSPC\): the disk is full; make room/)
  if (!isRecording) t.equal(sentences.length, 1, stderr)
  t.notMatch(stderr, 'should not happen')

  const { '/out/recording.ndjson': recorded, '/out/.sitemode-reports': listed, ...left } = filesBelow(folder)
  if (grows) {
    t.strictSame(Object.keys(left), ['/out'])
    t.ok(endsWhole[grows](left['/out'] ?? ''), `what it had before, and no part of one of its ${grows}`)
  } else t.strictSame(left, there, 'nothing in part, nothing lost')
  // It says whose the reports are, and is whole itself.
  if (listed !== undefined) t.match(listed, /\n$/)
  if (recorded === undefined) return
  t.ok(isRecording || readRecording(recorded).ended, 'the recording is whole')
}
