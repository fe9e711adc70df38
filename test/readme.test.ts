import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../sim/cli/exit-codes.ts'
import { roleInWords, siteSystemRoles, type SiteSystemRole } from '../sim/model/site-system-role.ts'
import { roles } from '../sim/points/roles.ts'
import { sourcesBelow } from './architecture/source.ts'
import { entry, environment, interrupt, root, sitemode } from './cli/command.ts'

const pages = ['README.md', 'CONTRIBUTING.md', 'scenarios/README.md']
const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]))
const readme = texts.get('README.md') ?? ''

// Out of the checkout, where nothing but what is linked here can be imported.
const folder = mkdtempSync(join(tmpdir(), 'sitemode-readme-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, text]) => text ?? '',
  )
}

/** From a heading to the next. */
function section(heading: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
}

function node(args: string[], cwd: string) {
  return spawnSync(process.execPath, args, { cwd, env: environment(cache), encoding: 'utf8' })
}

function exitCodeOf(args: string[], cwd: string): Promise<number | null> {
  const child = spawn(process.execPath, args, { cwd, env: environment(cache), stdio: 'ignore' })
  return new Promise((resolve) => child.on('close', resolve))
}

void t.test('the example of a test of one’s own compiles, passes, and can fail', async (t) => {
  const project = join(folder, 'project')
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/sitemode'))
  for (const name of ['tap', '@types/node']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  const examples = blocks('ts')
  t.equal(examples.length, 1)
  const [example = ''] = examples
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'own.test.ts'), example)
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'own.test.ts']
  const compiled = node([tsc, ...options], project)
  t.equal(compiled.status, 0, compiled.stdout)

  const passed = node(['own.test.js'], project)
  t.equal(passed.status, 0, passed.stdout + passed.stderr)
  const asserted = example.match(/\bt\.equal\(/g)?.length ?? 0
  t.match(passed.stdout, new RegExp(`^ {4}1\\.\\.${asserted}$`, 'm'), 'every assertion was made')

  const turns: [string, string][] = [
    ["certificate: 'expired'", "certificate: 'good'"],
    ["certificate: 'expired'", "certificate: 'expired', httpForRoaming: true"],
  ]
  const javascript = readFileSync(join(project, 'own.test.js'), 'utf8')
  await Promise.all(
    turns.map(async ([written, turned], nth) => {
      t.ok(javascript.includes(written))
      const name = `turned-${nth}.test.js`
      writeFileSync(join(project, name), javascript.replace(written, turned))
      t.equal(await exitCodeOf([name], project), 1, `with ${turned} it fails`)
    }),
  )
})

void t.test('what the matrix is said to print, it prints', async (t) => {
  const printed = (await sitemode(cache, 'matrix')).stdout.split('\n')
  const excerpts = blocks('text')
  t.equal(excerpts.length, 2)
  for (const excerpt of excerpts) {
    const lines = excerpt.trimEnd().split('\n')
    const start = printed.indexOf(lines[0] ?? '')
    t.not(start, -1)
    t.strictSame(printed.slice(start, start + lines.length), lines)
    t.ok(lines.every((line) => line.length <= 80))
  }
})

void t.test('the hierarchy and the scenario of the examples do what is said of them', (t) => {
  const [hierarchy = '', scenario = '', broken = ''] = blocks('yaml')
  writeFileSync(join(folder, 'my-hierarchy.yaml'), hierarchy)
  writeFileSync(join(folder, 'scenario.yaml'), scenario)
  writeFileSync(join(folder, 'broken.yaml'), broken)
  t.equal(node([entry, 'run', 'broken.yaml'], folder).status, exitCodes.held, 'what breaks and runs out')
  const ran = node([entry, 'run', 'scenario.yaml'], folder)
  t.equal(ran.status, 0, ran.stdout + ran.stderr)
  const matrix = node([entry, 'matrix', '--hierarchy', 'my-hierarchy.yaml'], folder)
  t.equal(matrix.status, 1, 'one management point is wrong on purpose')
  t.match(matrix.stdout, 'mp2.osl')
  t.end()
})

void t.test('every command that is shown runs as it stands', async (t) => {
  // What is reported on has been run before.
  t.equal(
    node([entry, 'run', 'scenarios/mobile-device.yaml', '--out', join(folder, 'results')], root).status,
    0,
  )
  const lines = [...texts.values()].flatMap((text) =>
    [...text.matchAll(/npx sitemode ([^`\n#]+)/g)].map(([, line]) => (line ?? '').trim()),
  )
  const commands = new Set(lines)
  t.ok(commands.size >= 8)
  await Promise.all(
    [...commands].map(async (command) => {
      const args = command
        .split(' ')
        .map((word) => (/^(pki$|my-site$|results)/.test(word) ? join(folder, word) : word))
      if (args[0] === 'serve') {
        const { code, stdout } = await interrupt(cache, args, 'SIGINT', (told) => told.includes('Ctrl-C'))
        t.equal(code, exitCodes.interrupted, command)
        t.match(stdout, / {2}curl --cert /)
      } else if (args[0] === 'probe') {
        // Its example names somebody else's server; tests do not leave this machine.
        t.equal(await exitCodeOf([entry, 'probe', 'https://127.0.0.1:1/'], root), exitCodes.failed, command)
      } else t.equal(await exitCodeOf([entry, ...args], root), exitCodes.held, command)
    }),
  )
})

void t.test('the tables of commands and of exit codes leave none out', async (t) => {
  const help = (await sitemode(cache, '--help')).stdout
  const known = [...help.matchAll(/^ {2}(?!help)([a-z]+) [[<]/gm)].map(([, name]) => name)
  const shown = [...section('Commands').matchAll(/^\| `npx sitemode ([a-z]+)/gm)].map(([, name]) => name)
  t.strictSame(shown, known)
  const codes = [...section('Commands').matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
  t.strictSame(codes, Object.values(exitCodes))
})

void t.test('the picture of the layers shows the imports that are there, and no other', (t) => {
  const [picture = ''] = blocks('mermaid')
  const drawn = new Map<string, string[]>()
  for (const [, from = '', to = ''] of picture.matchAll(/^ {2}(\w+) --> ([\w &]+)$/gm)) {
    drawn.set(from, to.split(' & ').sort())
  }
  const roomOf = (path: string): string =>
    path.startsWith('certs/') ? 'certs' : (/^sim\/(\w+)\//.exec(path)?.[1] ?? 'cli')
  const imported = new Map<string, Set<string>>()
  for (const { path, files } of [...sourcesBelow(root, 'sim'), ...sourcesBelow(root, 'certs')]) {
    const from = roomOf(path)
    const to = imported.get(from) ?? new Set()
    for (const room of files.map(roomOf)) if (room !== from) to.add(room)
    imported.set(from, to)
  }
  for (const [room, others] of imported) {
    t.ok(picture.includes(`  ${room}["`), `${room} is drawn`)
    // The floor on top may use everything, and one arrow says so.
    if (room !== 'cli') t.strictSame(drawn.get(room) ?? [], [...others].sort(), room)
  }
  t.end()
})

void t.test('what is said to be missing is what is missing', (t) => {
  const limits = section('Limits')
  const missing = /\*\*Not yet simulated:\*\*([^*]+)/.exec(limits)?.[1]?.replace(/\s+/g, ' ') ?? ''
  const simulated: SiteSystemRole[] = [
    ...roles.map(({ role }) => role),
    // What they open is no web server.
    'branch-distribution-point',
    'pxe-service-point',
    'system-health-validator-point',
  ]
  for (const role of siteSystemRoles) {
    const words = roleInWords(role).toLowerCase()
    t.equal(missing.toLowerCase().includes(words), !simulated.includes(role), role)
  }
  t.end()
})

void t.test('links lead to files, and npm scripts exist', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const [page, text] of texts) {
    for (const [, link = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      t.ok(existsSync(join(root, dirname(page), link)), `${page}: ${link}`)
    }
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) t.ok(script in scripts, script)
  }
  t.end()
})
