import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { validateWorkflow } from '@action-validator/core'
import t from 'tap'
import { parse } from 'yaml'
import * as z from 'zod'
import { environment, root } from '../cli/command.ts'
import { lacks } from '../witness/run-program.ts'
import { blocksOf, gitlabJob, typedByGithub } from './guide-blocks.ts'

const blocks = blocksOf('testing-your-own-client.md')
const files = new Map(
  blocks.flatMap(({ language, text, file }): [string, string][] =>
    ['yaml', 'js', 'python'].includes(language) ? [[file ?? '', text]] : [],
  ),
)

/** What a reader has installed, and where it is. */
const others = join(root, 'test/witness/packages/node_modules')
const installed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(dependencies().map((name) => [name, join(root, 'node_modules', name)])),
  '@types/node': join(root, 'node_modules/@types/node'),
  tap: join(root, 'node_modules/tap'),
  vitest: join(others, 'vitest'),
  jest: join(others, 'jest'),
  '@jest/globals': join(others, '@jest/globals'),
  expect: join(others, 'expect'),
}
const commands: Readonly<Record<string, string>> = {
  sitemode: join(root, 'dist/cli/sitemode.js'),
  vitest: join(others, '.bin/vitest'),
  jest: join(others, '.bin/jest'),
}

/** A reader's folder with the files of the page; outside the checkout, where nothing else can be imported. */
const folder = mkdtempSync(join(tmpdir(), 'sitemode-own-client-'))
t.teardown(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
// A copy, since a link would look for the runners beside the checkout.
for (const part of ['package.json', 'dist/sim', 'dist/certs'])
  cpSync(join(root, part), join(folder, 'node_modules/sitemode', part), { recursive: true })
for (const [name, place] of Object.entries(installed)) link(place, join('node_modules', name))
for (const [name, place] of Object.entries(commands)) link(place, join('node_modules/.bin', name))
for (const [file, text] of files) write(file, text)

function dependencies(): string[] {
  const { dependencies: named } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  return Object.keys(named)
}

function link(place: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  symlinkSync(place, join(folder, path))
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** Types a line into the shell of a reader, whose Python is the system's. */
function type(typed: string): { status: number | null; printed: string } {
  // These give up on a slow machine otherwise.
  const line = /vitest run|npx jest/.test(typed) ? `${typed} --testTimeout=600000` : typed
  const env = { ...environment(join(folder, 'cache')), PATH: `/usr/bin${delimiter}${process.env.PATH}` }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, env, encoding: 'utf8' })
  return { status, printed: stdout + stderr }
}

const python = '/usr/bin/python3'
const lacksPython =
  lacks(python, '-c', 'import requests, cryptography, zeep') &&
  `${python} lacks requests, cryptography or zeep`
const lacksRunners =
  lacks(join(others, '.bin/vitest'), '--version') && 'npm ci --prefix test/witness/packages'

/** Why a line cannot be typed here. */
const lacking: Readonly<Record<string, string | false>> = {
  'node --test mp-client.test.mjs': lacksPython,
  'node --test wsus-client.test.mjs': lacksPython,
  'npx vitest run vitest.spec.mjs': lacksRunners,
  "NODE_OPTIONS=--experimental-vm-modules npx jest --transform='{}' jest.spec.mjs": lacksRunners,
}

const typed = blocks.filter(({ language, text }) => language === 'sh' && !text.startsWith('npm '))

void t.test('every line of the page is typed, and every test passes', (t) => {
  t.equal(typed.length, 8)
  for (const { text } of typed) {
    const line = text.trim()
    const skip = lacking[line] ?? false
    if (skip) {
      t.pass(line, { skip })
      continue
    }
    const { status, printed } = type(line)
    t.equal(status, 0, `${line}\n${printed}`)
  }
  t.end()
})

/** Numbers of ports and days differ from run to run, and the indentation by the runner. */
function masked(text: string): string {
  return text
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'DAY')
    .replaceAll(/127\.\d+\.\d+\.\d+:\d+/g, 'CLIENT')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

void t.test('an assertion that fails says what the page shows', (t) => {
  const test = files.get('my-client.test.mjs') ?? ''
  const good = test
    .replace("pki.client('LATE')", "pki.client('LAPTOP')")
    .replace(/await assert\.rejects\((listManagementPoints.*)\)$/m, 'await $1')
  t.not(good, test)
  write('good.test.mjs', good)
  const { status, printed } = type('node --test good.test.mjs')
  rmSync(join(folder, 'good.test.mjs'))
  t.equal(status, 1)
  const [shown] = blocks.filter(({ language }) => language === 'text')
  t.ok(shown)
  t.ok(masked(printed).includes(masked(shown?.text ?? '')), printed)
  t.end()
})

// Each test of the page notices when the client that it is about is another.
const turns: readonly (readonly [line: RegExp, written: string, turned: string])[] = [
  [/my-client/, 'certificate: expired', 'certificate: good'],
  [/mp-client/, 'certificate: expired', 'certificate: good'],
  [
    /wsus-client/,
    'roles: [software-update-point]',
    'roles: [software-update-point], listen: { certificate: expired }',
  ],
  [/vitest/, 'certificate: expired', 'certificate: revoked'],
  [/jest/, 'assignedSite: OSL, at: { address: 10.1.4.20 }', 'assignedSite: OSL, httpForRoaming: true'],
  [/tap/, 'assignedSite: OSL, at: { address: 10.1.4.20 }', 'assignedSite: OSL, httpForRoaming: true'],
  [/regression/, 'certificate: expired', 'certificate: revoked'],
]

void t.test('every test can fail', (t) => {
  const hierarchy = files.get('hierarchy.yaml') ?? ''
  for (const [wanted, written, turned] of turns) {
    const line = typed.map(({ text }) => text.trim()).find((one) => wanted.test(one)) ?? ''
    const skip = lacking[line] ?? false
    if (skip) {
      t.pass(line, { skip })
      continue
    }
    t.ok(hierarchy.includes(written), written)
    write('hierarchy.yaml', hierarchy.replace(written, turned))
    const { status, printed } = type(line)
    t.equal(status, 1, `${line} with ${turned}\n${printed}`)
    if (/vitest|jest/.test(line))
      t.match(printed, /expected(:| something else)/, 'in the words of the matcher')
  }
  write('hierarchy.yaml', hierarchy)
  t.end()
})

const withTypes = `
import 'sitemode/vitest'
import 'sitemode/jest'
import { expect as ofVitest } from 'vitest'
import { expect as ofJest } from '@jest/globals'
import type { Attempt } from 'sitemode'

export function typed(attempt: Attempt): void {
  ofVitest(attempt).toBeRefusedBecause('client-certificate-expired')
  ofVitest(attempt).not.toBeAnswered({ protocol: 'https', status: 200 })
  ofJest(attempt).toBeRefusedBecause('client-certificate-expired')
  ofJest(attempt).not.toBeWithheld('roaming/same-mode')
  // @ts-expect-error: the catalogue has no such failure
  ofVitest(attempt).toBeRefusedBecause('expired')
  // @ts-expect-error: the catalogue has no such failure
  ofJest(attempt).toBeRefusedBecause('expired')
}
`

void t.test('TypeScript knows the matchers of both runners', { skip: lacksRunners }, (t) => {
  write('typed.mts', withTypes)
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const options = '--noEmit --strict --module nodenext --target es2022 --skipLibCheck'
  const { status, printed } = type(`node ${tsc} ${options} typed.mts`)
  t.equal(status, 0, printed)
  t.end()
})

void t.test('the job is one that GitHub Actions takes, and types what was typed here', (t) => {
  const job = files.get('.github/workflows/test.yaml') ?? ''
  t.strictSame(validateWorkflow(job).errors, [])
  t.match(job, /run: npm ci\n.*run: node --test\n/s)
  t.end()
})

void t.test('the job of GitLab has the documented shape, and types the same', (t) => {
  const { script, artifacts } = gitlabJob.parse(parse(files.get('.gitlab-ci.yml') ?? ''))
  const isOfSystem = (line: string): boolean => line.includes('apt-get')
  const typed = typedByGithub(files.get('.github/workflows/test.yaml') ?? '')
  const installs = (lines: readonly string[]) => lines.findLast(isOfSystem)?.replace('sudo ', '')
  t.strictSame(
    script.filter((line) => !isOfSystem(line)),
    typed.filter((line) => !isOfSystem(line)),
  )
  t.equal(installs(script), installs(typed))
  const [, out = ''] = /--out (\w+)/.exec(script.join('\n')) ?? []
  t.strictSame(artifacts.paths, [out])
  t.equal(artifacts.reports?.junit, `${out}/junit.xml`)
  t.end()
})
