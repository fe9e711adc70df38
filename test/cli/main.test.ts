import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { ownProcess } from '../../sim/library/own-process.ts'
import { main } from '../../sim/cli/program.ts'
import { environment, root, sitemodeWith, twoModes } from './command.ts'

// The command line as a function: a command gets everything about its process as arguments.

const folder = mkdtempSync(join(tmpdir(), 'sitemode-main-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const oneScenario = 'scenarios/within-a-native-mode-site.yaml'

void t.test(
  'several commands at once keep their outputs, colours, folders and exit codes apart',
  async (t) => {
    const { exitCode } = process
    const plain = environment(cache)
    const colored = { ...plain, NO_COLOR: undefined, FORCE_COLOR: '1' }
    const [matrix, bright, nowhere, usage] = await Promise.all([
      sitemodeWith(cache, ['matrix'], { env: plain }),
      sitemodeWith(cache, ['matrix'], { env: colored }),
      sitemodeWith(cache, ['validate', twoModes], { cwd: folder }),
      sitemodeWith(cache, ['matrx'], {}),
    ])
    t.strictSame(
      [matrix, bright, nowhere, usage].map(({ status }) => status),
      [0, 0, 2, 2],
    )
    t.notOk(matrix.stdout.includes('\u001b['))
    t.ok(bright.stdout.includes('\u001b['))
    t.equal(stripVTControlCharacters(bright.stdout), matrix.stdout)
    t.match(nowhere.stdout, `${twoModes}: cannot be used as input\n`)
    t.strictSame([usage.stdout, matrix.stderr, bright.stderr], ['', '', ''])
    t.equal(process.exitCode, exitCode)
  },
)

void t.test('a terminal is told how far it is, in colour, and has help in its width', async (t) => {
  const env = { ...environment(cache), NO_COLOR: undefined }
  const on = async (args: string[], isTTY: boolean) => {
    const told = { stdout: '', stderr: '' }
    const stdout = { isTTY, columns: 100, write: (text: string) => (told.stdout += text) }
    const stderr = { isTTY, columns: 100, write: (text: string) => (told.stderr += text) }
    t.equal(await main(args, { stdout, stderr, env, cwd: root, ownProcess: ownProcess(process) }), 0)
    return told
  }
  const terminal = await on(['run', oneScenario], true)
  t.match(stripVTControlCharacters(terminal.stderr), /^(\r\d+\/\d+ [^\r]+)+\r+$/)
  t.ok(terminal.stdout.includes('\u001b[32m✓'))
  const file = await on(['run', oneScenario], false)
  t.equal(file.stderr, '')
  t.notOk(file.stdout.includes('\u001b'))

  const widthOf = ({ stdout }: { stdout: string }): number =>
    Math.max(...(stdout.split('Examples:')[0] ?? '').split('\n').map((line) => line.length))
  t.ok(widthOf(await on(['serve', '--help'], true)) > 80)
  t.ok(widthOf(await on(['serve', '--help'], false)) <= 80)
})

void t.test('only the executable reaches for its process', (t) => {
  const sources = ['sim', 'certs'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(top, name)),
  )
  const global = /(?<!-)\bprocess\.(?!version|platform|pid)\w+|^import .* from '(?:node:)?process'/gm
  const reaching = sources.flatMap((path) =>
    (readFileSync(join(root, path), 'utf8').match(global) ?? []).map((found) => `${path}: ${found}`),
  )
  t.strictSame(reaching.filter((found) => !found.startsWith('sim/cli/sitemode.ts: ')).sort(), [
    // A program that uses the library reads its own environment.
    'certs/cache.ts: process.env',
    "sim/library/surroundings.ts: import process from 'node:process'",
    'sim/library/surroundings.ts: process.env',
    // A thread for one module is a program of its own.
    "sim/model/source/evaluate-module.ts: import thread, { exit as endThread, stderr } from 'node:process'",
  ])
  t.end()
})
