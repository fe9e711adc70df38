import { writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks } from '../witness/run-program.ts'
import { blocksOf } from './guide-blocks.ts'

/** Types a command in the folder; what it prints can be led into a file. */
function sitemode(folder: string, command: string) {
  const [typed = '', file] = command.trim().split(' > ')
  const ran = spawnSync(process.execPath, [entry, ...typed.split(' ').slice(2)], {
    cwd: folder,
    env: environment(join(folder, 'cache')),
    encoding: 'utf8',
  })
  if (file !== undefined) writeFileSync(join(folder, file), ran.stdout)
  return ran
}

/** Hands a script to the engine that it is called after. Bash takes a socket as its input for a remote shell. */
function runScript(folder: string, command: string) {
  return spawnSync('bash', ['-c', command], {
    cwd: folder,
    env: environment(join(folder, 'cache')),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Durations differ from run to run, and the words for sitemode from folder to folder. */
function masked(text: string): string {
  return text.replace(/\d+ ms\b/g, 'N ms').replaceAll(`node ${entry}`, 'npx sitemode')
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

for (const [guide, least] of [
  ['guide.md', { commands: 8, shown: 7 }],
  ['plan-your-switch.md', { commands: 7, shown: 9 }],
  ['from-one-machine-to-a-cluster.md', { commands: 13, shown: 6 }],
] as const) {
  void t.test(`every step of ${guide} works as it stands, and shows what is printed`, (t) => {
    const folder = newFolder(t)
    let printed: string[] = []
    let commands = 0
    let shown = 0
    let lacking: string | false = false
    for (const { language, text, file, exitCode } of blocksOf(guide)) {
      if (language === 'yaml' || language === 'csv') {
        t.type(file, 'string', 'each file has its name')
        writeFileSync(join(folder, file ?? ''), text)
      } else if (language === 'bash') {
        const [, engine = ''] = /^bash (\w+)\.sh\n$/.exec(text) ?? []
        lacking = lacks(engine, '--version')
        if (lacking) {
          t.pass(text, { skip: lacking })
          continue
        }
        const { status, stdout, stderr } = runScript(folder, text)
        t.equal(status, exitCode, text + stdout + stderr)
        printed = [stdout]
      } else if (language === 'sh') {
        lacking = false
        t.match(text, /^npx sitemode .+\n$/, 'as a reader types it in a checkout')
        const { status, stdout, stderr } = sitemode(folder, text)
        t.equal(status, exitCode, text + stdout + stderr)
        // Warnings stand above what was asked for, as on a terminal; a guide that has shown them leaves them out.
        printed = [stdout, stderr + stdout]
        commands++
      } else if (lacking) {
        t.pass(text, { skip: lacking })
      } else if (text.startsWith('npx sitemode serve ')) {
        // It does not end by itself; test/live and test/cli hold what it does.
      } else {
        t.ok(
          printed.some((one) => isPrinted(text, one)),
          `is printed:\n${text}\n${printed.at(-1)}`,
        )
        shown++
      }
    }
    t.ok(commands >= least.commands, `${commands} commands`)
    t.ok(shown >= least.shown, `${shown} printouts`)
    t.end()
  })
}

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
