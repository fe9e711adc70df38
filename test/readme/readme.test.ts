import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment, interrupt, root, sitemode } from '../cli/command.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'sitemode-readme-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, text]) => text ?? '',
  )
}

function run(program: string, args: string[], cwd: string) {
  return spawnSync(program, args, { cwd, env: environment(cache), encoding: 'utf8' })
}

void t.test('the example of a test of one’s own compiles, and passes', (t) => {
  const project = join(folder, 'project')
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/sitemode'))
  for (const name of ['tap', '@types/node']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  const [example = ''] = blocks('ts')
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'own.test.ts'), example)
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'own.test.ts']
  const compiled = run(process.execPath, [tsc, ...options], project)
  t.equal(compiled.status, 0, compiled.stdout)

  const good = run(process.execPath, ['own.test.js'], project)
  t.equal(good.status, 0, good.stdout + good.stderr)
  t.match(good.stdout, /# \{ total: 3, pass: 3 \}|ok 3 - /)

  const turned = readFileSync(join(project, 'own.test.js'), 'utf8').replace(
    "certificate: 'expired'",
    "certificate: 'good'",
  )
  writeFileSync(join(project, 'turned.test.js'), turned)
  t.not(run(process.execPath, ['turned.test.js'], project).status, 0, 'with a good certificate it fails')
  t.end()
})

void t.test('what the matrix is said to print, it prints', (t) => {
  const { stdout } = sitemode(cache, 'matrix')
  const excerpts = blocks('text')
  t.equal(excerpts.length, 2)
  for (const excerpt of excerpts) t.ok(stdout.includes(excerpt), excerpt)
  t.end()
})

void t.test('the hierarchy and the scenario of the examples do what is said of them', (t) => {
  const [hierarchy = '', scenario = ''] = blocks('yaml')
  writeFileSync(join(folder, 'my-hierarchy.yaml'), hierarchy)
  writeFileSync(join(folder, 'scenario.yaml'), scenario)
  const ran = run(process.execPath, [entry, 'run', 'scenario.yaml'], folder)
  t.equal(ran.status, 0, ran.stdout + ran.stderr)
  const matrix = run(process.execPath, [entry, 'matrix', '--hierarchy', 'my-hierarchy.yaml'], folder)
  t.equal(matrix.status, 1, 'one management point is wrong on purpose')
  t.match(matrix.stdout, 'mp2.osl')
  t.end()
})

void t.test('the commands of the table run', async (t) => {
  const commands = [...readme.matchAll(/\| `npx sitemode ([^`]+)` /g)].map(([, line]) =>
    (line ?? '').split(' '),
  )
  t.equal(commands.length, 5)
  for (const command of commands) {
    const args = command.map((word) => (word === 'pki' ? join(folder, 'pki') : word))
    if (args[0] === 'serve') {
      const { code, stdout } = await interrupt(cache, args, 'SIGINT', (told) => told.includes('Ctrl-C'))
      t.equal(code, 130)
      t.match(stdout, / {2}curl --cert /)
    } else t.equal(sitemode(cache, ...args).status, 0, command.join(' '))
  }
})
