import { validateWorkflow } from '@action-validator/core'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Pod } from 'kubernetes-models/v1'
import t from 'tap'
import { parse } from 'yaml'
import * as z from 'zod'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { entry, environment, root, sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from '../witness/run-program.ts'
import { gitlabJob, typedByGithub } from './guide-blocks.ts'

const page = readFileSync(join(root, 'docs/containers-and-ci.md'), 'utf8')

/** The files that the page shows, by the names in their first lines. */
const files = new Map(
  [...page.matchAll(/^```\w+\n# (\S+)\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [name, text]),
)

function fileOf(name: string): string {
  const text = files.get(name)
  if (text === undefined) throw new Error(`the page has no ${name}`)
  return text
}

/** Other tests may have the page's block and port. */
const base = `127.${1 + (process.pid % 15)}`
const port = await freePort()
const ofTest = (text: string): string => text.replaceAll('127.7', base).replaceAll('8900', `${port}`)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A folder with the files of the page, in which sitemode is installed. */
function folderOfReader(): string {
  const folder = newFolder(t)
  for (const name of ['my-hierarchy.yaml', 'test.sh', 'alone.sh'])
    writeFileSync(join(folder, name), ofTest(fileOf(name)))
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  symlinkSync(entry, join(folder, 'node_modules/.bin/sitemode'))
  return folder
}

const withoutCurl = lacks('curl', '--version')
const withoutNamespaces =
  spawnSync('unshare', ['--user', '--map-root-user', '--net', 'ip', 'link']).status !== 0 &&
  'no network namespace can be made here'

for (const [script, lacking] of [
  ['test.sh', withoutCurl],
  ['alone.sh', withoutCurl || withoutNamespaces],
] as const) {
  void t.test(`${script} serves, tests and ends in order`, { skip: lacking }, (t) => {
    const folder = folderOfReader()
    const env = environment(join(folder, 'cache'))
    const { status, stdout, stderr } = spawnSync('bash', [script], { cwd: folder, env, encoding: 'utf8' })
    t.equal(status, 0, stderr)
    t.match(stdout, 'served/report.html')
    t.match(stderr, 'The recording is served/recording.ndjson')
    t.match(readFileSync(join(folder, 'list.xml'), 'utf8'), '<MPList>')
    const { ended, hierarchies } = readRecording(
      readFileSync(join(folder, 'served/recording.ndjson'), 'utf8'),
    )
    t.ok(ended)
    t.match(hierarchies[0]?.foreign, [{ system: 'mp.contoso.test', status: 200 }])
    t.end()
  })
}

const probe = z.tuple([z.literal('node'), z.literal('-e'), z.string()])

const compose = z
  .object({
    services: z.object({
      sitemode: z.object({
        image: z.string(),
        command: z.string().transform((words) => words.split(' ')),
        extra_hosts: z.array(z.string()),
        healthcheck: z.object({ test: z.tuple([z.literal('CMD'), ...probe.def.items]) }),
      }),
      tests: z.object({ network_mode: z.literal('service:sitemode') }),
    }),
  })
  .transform(({ services: { sitemode } }) => ({
    ...{ image: sitemode.image, args: sitemode.command, hosts: sitemode.extra_hosts },
    probe: sitemode.healthcheck.test.slice(1),
  }))

const pod = z
  .object({
    spec: z.object({
      hostAliases: z.array(z.object({ ip: z.string(), hostnames: z.array(z.string()) })),
      initContainers: z.tuple([
        z.object({
          image: z.string(),
          args: z.array(z.string()),
          restartPolicy: z.literal('Always'),
          startupProbe: z.object({ exec: z.object({ command: probe }) }),
        }),
      ]),
    }),
  })
  .transform(
    ({
      spec: {
        hostAliases,
        initContainers: [sidecar],
      },
    }) => ({
      ...{ image: sidecar.image, args: sidecar.args, probe: sidecar.startupProbe.exec.command },
      hosts: hostAliases.flatMap(({ ip, hostnames }) => hostnames.map((name) => `${name}:${ip}`)),
    }),
  )

for (const [name, shape] of [
  ['compose.yaml', compose],
  ['pod.yaml', pod],
] as const) {
  void t.test(`what ${name} starts is healthy once it is open, and where the names lead`, async (t) => {
    const { image, args, hosts, probe } = shape.parse(parse(ofTest(fileOf(name))))
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
    t.equal(image, `sitemode:${version}`)
    const cwd = folderOfReader()
    const cache = join(cwd, 'cache')
    const [program = '', ...more] = probe
    const isHealthy = async () => (await run(program, more)).status === 0
    t.notOk(await isHealthy(), 'not before')
    const server = new AbortController()
    let healthy: Promise<boolean> | undefined
    const { status, stderr } = await sitemodeWith(cache, args, {
      ...{ cwd, interrupted: server.signal },
      printed({ stdout }) {
        if (!stdout.includes('Ctrl-C')) return
        healthy ??= isHealthy().finally(() => server.abort())
      },
    })
    t.equal(status, 130, stderr)
    t.ok(await healthy)
    const { stdout } = await sitemodeWith(
      cache,
      ['serve', 'my-hierarchy.yaml', '--base', `${base}.0.0`, '--hosts'],
      { cwd },
    )
    for (const host of hosts) {
      const [fqdn = '', address = ''] = host.split(':')
      t.match(stdout.split('\n'), [`${address} ${fqdn}`])
    }
  })
}

void t.test('the job of GitLab types what serves, tests and ends in order', { skip: withoutCurl }, (t) => {
  const { script, artifacts } = gitlabJob.parse(parse(fileOf('.gitlab-ci.yml')))
  const folder = folderOfReader()
  const env = environment(join(folder, 'cache'))
  t.equal(script[0], 'npm ci')
  for (const line of script.slice(1)) {
    const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, env, encoding: 'utf8' })
    t.equal(status, 0, stderr)
  }
  for (const path of artifacts.paths) t.ok(existsSync(join(folder, path, 'recording.ndjson')), path)
  t.strictSame(typedByGithub(fileOf('.github/workflows/test.yaml')), script, 'and so does that of GitHub')
  t.end()
})

void t.test('each engine takes its file', (t) => {
  const { errors } = z
    .object({ errors: z.array(z.unknown()) })
    .parse(validateWorkflow(fileOf('.github/workflows/test.yaml')))
  t.strictSame(errors, [])
  t.doesNotThrow(() => new Pod(z.looseObject({}).parse(parse(fileOf('pod.yaml')))).validate())
  t.end()
})
