import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment, root } from '../cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-guide-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const guide = readFileSync(join(root, 'docs/guide.md'), 'utf8')
const blocks = [...guide.matchAll(/^```(yaml|sh|text)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
)

function sitemode(command: string) {
  const args = command.trim().split(' ').slice(2)
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: folder,
    env: environment(join(folder, 'cache')),
    encoding: 'utf8',
  })
}

/** Durations differ from run to run. */
function masked(text: string): string {
  return text.replace(/\d+ ms\b/g, 'N ms')
}

/** Whether this is what was printed, line by line; `...` stands for lines that are left out. */
function isPrinted(shown: string, printed: string): boolean {
  const lines = masked(shown)
    .trim()
    .split('\n')
    .map((line) =>
      line === '...' ? '(?:.*\n)*' : `${line.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\n`,
    )
  return new RegExp(`^${lines.join('')}$`).test(`${masked(printed).trim()}\n`)
}

void t.test('every step of the guide works as it stands, and shows what is printed', (t) => {
  let printed = ''
  let commands = 0
  let shown = 0
  for (const { language, text } of blocks) {
    if (language === 'yaml') {
      const [, name] = /^# (\S+\.yaml)\n/.exec(text) ?? []
      t.type(name, 'string', 'each file has its name')
      writeFileSync(join(folder, name ?? ''), text)
    } else if (language === 'sh') {
      t.match(text, /^npx sitemode .+\n$/, 'as a reader types it in a checkout')
      const { status, stdout, stderr } = sitemode(text)
      t.equal(status, 0, text + stdout + stderr)
      printed = stdout
      commands++
    } else if (text.startsWith('npx sitemode serve ')) {
      // It does not end by itself; test/live and test/cli hold what it does.
    } else {
      t.ok(isPrinted(text, printed), `is printed:\n${text}\n${printed}`)
      shown++
    }
  }
  t.ok(commands >= 7)
  t.ok(shown >= 6)
  t.end()
})

void t.test('a wrong printout is noticed', (t) => {
  const printed = 'one\n  two\nthree\n'
  for (const shown of [printed, 'one\n...\n', '...\nthree', 'one\n...\nthree\n'])
    t.ok(isPrinted(shown, printed), shown)
  for (const shown of [
    'one',
    '...\nhree',
    'one\nthree',
    '...\nthree\n  two\n...',
    '  two\nthree',
    '...\nfour',
  ])
    t.notOk(isPrinted(shown, printed), shown)
  t.end()
})
