import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { entry, environment, root } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-first-steps-'))
const inCheckout = mkdtempSync(join(root, 'dist/first-steps-'))
t.teardown(() => {
  for (const made of [folder, inCheckout]) rmSync(made, { recursive: true })
})

const built = join(root, 'dist/cli/sitemode.js')

interface Place {
  name: string
  cwd: string
  /** The words that call this command line there. */
  typed: string
  path?: string
}

const project = join(folder, 'project')
mkdirSync(join(project, 'node_modules/.bin'), { recursive: true })
symlinkSync(root, join(project, 'node_modules/sitemode'))
const bin = join(folder, 'bin')
mkdirSync(bin)
symlinkSync(built, join(bin, 'sitemode'))
symlinkSync(built, join(project, 'node_modules/.bin/sitemode'))
const elsewhere = join(folder, 'else where')
mkdirSync(elsewhere)

const places: readonly Place[] = [
  { name: 'in a checkout', cwd: inCheckout, typed: 'npx sitemode' },
  { name: 'where it is installed', cwd: project, typed: 'npx sitemode' },
  { name: 'with a command for every folder', cwd: elsewhere, typed: 'sitemode', path: bin },
  {
    name: 'with what npm has on the path for this one call',
    cwd: folder,
    typed: `node ${built}`,
    path: join(project, 'node_modules/.bin'),
  },
  { name: 'called by its path', cwd: elsewhere, typed: `node ${built}` },
]

for (const [nth, { name, cwd, typed, path }] of places.entries()) {
  void t.test(`what init writes and says works ${name}`, (t) => {
    const surroundings = environment(join(folder, 'cache'))
    const env = path === undefined ? surroundings : { ...surroundings, PATH: `${path}:${process.env.PATH}` }
    const target = `site-${nth}`
    const made = spawnSync(process.execPath, [entry, 'init', target], { cwd, env, encoding: 'utf8' })
    t.equal(made.status, 0, made.stderr)
    const [, ...steps] = made.stdout.slice(made.stdout.indexOf('Next:\n')).trim().split('\n  ')
    t.strictSame(steps, [
      `${typed} run ${target}/scenario.yaml`,
      `${typed} serve ${target}/hierarchy.yaml --web`,
      `node --test ${target}/laptop.test.mjs`,
    ])

    for (const file of ['scenario.yaml', 'hierarchy.yaml']) {
      const [, schema = ''] =
        /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(join(cwd, target, file), 'utf8')) ?? []
      const lies = new URL(schema, pathToFileURL(join(cwd, target, file)))
      t.ok(existsSync(lies), `${file}: ${schema}`)
      t.equal(lies.href.split('/').at(-1), file.replace('.yaml', '.schema.json'))
    }

    const [run = '', , test = ''] = steps
    // npm itself is tried with the packed package; it does no more than find the command.
    for (const step of [run.replace('npx sitemode', `node ${built}`), test]) {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', step], { cwd, env, encoding: 'utf8' })
      t.equal(status, 0, step + stdout + stderr)
    }
    t.end()
  })
}

void t.test('a path that a shell would take apart is quoted', (t) => {
  const env = environment(join(folder, 'cache'))
  const made = spawnSync(process.execPath, [entry, 'init', 'my site'], {
    cwd: project,
    env,
    encoding: 'utf8',
  })
  t.match(made.stdout, "  npx sitemode run 'my site/scenario.yaml'\n")
  t.match(made.stdout, 'wrote my site/scenario.yaml\n')
  t.end()
})
