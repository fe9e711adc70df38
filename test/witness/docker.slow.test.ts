import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { root, sitemodeWith } from '../cli/command.ts'
import { blocksOf } from '../docs/guide-blocks.ts'
import { newFolder } from '../new-folder.ts'
import { importNode, importProgram, startDocker } from './docker-engine.ts'
import { lacks } from './run-program.ts'

const lacking = ['dockerd', 'docker', 'docker-compose', 'curl'].find(
  (program) => lacks('which', program) !== false,
)
const skip =
  lacking === undefined
    ? process.getuid?.() === 0
      ? false
      : 'only root starts a Docker engine'
    : `${lacking} is not on the PATH`

const blocks = blocksOf('containers-and-ci.md')
/** The id of a user who is not that of the image. */
const owner = 1234

/** A folder of somebody who is neither root nor the image's user, as that of a job mostly is. */
function folderOfOwner(names: readonly string[]): string {
  const folder = newFolder(t)
  for (const { file = '', text } of blocks) if (names.includes(file)) writeFileSync(join(folder, file), text)
  chownSync(folder, owner, owner)
  chmodSync(folder, 0o755)
  return folder
}

/** What Kubernetes needs to know of a job, in which it replaces `$$` by one dollar. */
const job = z
  .object({
    spec: z.object({
      completions: z.number().default(1),
      template: z.object({
        spec: z.object({
          containers: z.tuple([
            z.object({
              image: z.string(),
              command: z.tuple([z.string()], z.string()),
              workingDir: z.string(),
              volumeMounts: z.tuple([z.object({ mountPath: z.string() })]),
            }),
          ]),
        }),
      }),
    }),
  })
  .transform(({ spec: { completions, template } }) => {
    const [{ image, command, workingDir, volumeMounts }] = template.spec.containers
    return { completions, image, command, workingDir, mountPath: volumeMounts[0].mountPath }
  })

void t.test('the image does what the pages say', { skip }, async (t) => {
  const engine = await startDocker(t, newFolder(t))
  const { docker, env } = engine
  const scratch = newFolder(t)
  importNode(engine, 'node:24-slim', scratch)
  importProgram(engine, 'curlimages/curl', 'curl', scratch)
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const image = `sitemode:${version}`
  // The registry is where the machine's network leads.
  const build = spawn('docker', ['build', '--network', 'host', '--tag', image, root], {
    ...{ env, stdio: ['ignore', 'pipe', 'inherit'] },
  })
  const built = once(build, 'exit')
  // It takes minutes, and a test that is silent for long counts as hung.
  for await (const line of createInterface(build.stdout)) t.comment(line)
  t.strictSame(await built, [0, null])
  t.equal(docker('run', '--rm', image, '--version').trim(), version)

  void t.test('compose serves, tests and ends in order', (t) => {
    const cwd = folderOfOwner(['compose.yaml', 'my-hierarchy.yaml'])
    const up = 'docker compose up --exit-code-from tests'
    t.ok(blocks.some(({ text }) => text.includes(`OWNER=$(id -u) ${up}`)))
    const { status, stdout, stderr } = spawnSync('docker-compose', up.split(' ').slice(2), {
      cwd,
      env: { ...env, OWNER: `${owner}`, SITEMODE_API_TOKEN: '' },
      encoding: 'utf8',
    })
    t.equal(status, 0, stderr)
    t.match(stdout, '<MPList>')
    const { ended, hierarchies } = readRecording(readFileSync(join(cwd, 'served/recording.ndjson'), 'utf8'))
    t.ok(ended, 'docker stop sends SIGTERM')
    t.match(hierarchies[0]?.foreign, [{ system: 'mp.contoso.test', status: 200 }])
    spawnSync('docker-compose', ['down'], { cwd, env })
    t.end()
  })

  void t.test('a container that shares the network finds what is served by its name', async (t) => {
    const cwd = folderOfOwner(['my-hierarchy.yaml'])
    docker(
      ...['run', '--detach', '--name', 'served', '--volume', `${cwd}:/work`],
      ...['--add-host', 'mp.contoso.test:127.7.1.1', '--network', 'none'],
      ...[image, 'serve', 'my-hierarchy.yaml', '--base', '127.7.0.0'],
    )
    const isOpen = (): boolean => docker('logs', 'served').includes('Ctrl-C ends it.')
    const runs = (): boolean => docker('inspect', '--format', '{{.State.Running}}', 'served') === 'true\n'
    while (runs() && !isOpen()) await setTimeout(100)
    const url = 'http://mp.contoso.test:8080/SMS_MP/.sms_aut?MPLIST'
    t.match(
      docker('run', '--rm', '--network', 'container:served', 'curlimages/curl', '--fail', url),
      '<MPList>',
    )
    docker('stop', 'served')
    t.equal(docker('inspect', '--format', '{{.State.ExitCode}}', 'served').trim(), '143')
  })

  void t.test('the jobs for Kubernetes come to the fates of one process', async (t) => {
    const folder = folderOfOwner([])
    cpSync(join(root, 'scenarios/fleets/small-fleet.yaml'), join(folder, 'fleets/small-fleet.yaml'))
    cpSync(join(root, 'scenarios/hierarchies/small-fleet.yaml'), join(folder, 'hierarchies/small-fleet.yaml'))
    const fleet = ['fleet', 'fleets/small-fleet.yaml']
    const options = { cwd: folder }
    const alone = await sitemodeWith(newFolder(t), [...fleet, '--json'], options)
    const { digest } = z.object({ digest: z.string() }).parse(JSON.parse(alone.stdout))
    const manifest = ['--manifest', 'kubernetes', '--shards', '3', '--out', 'results']
    const { stdout } = await sitemodeWith(newFolder(t), [...fleet, ...manifest], options)
    const [shards, merge] = parseAllDocuments(stdout).map((document) => job.parse(document.toJS()))
    if (!shards || !merge) throw new Error('there are not two jobs')
    const start = ({ image, command, workingDir, mountPath }: typeof merge, index?: number): string => {
      const [program = '', ...args] = command.map((word) => word.replaceAll('$$', '$'))
      return docker(
        ...[
          'run',
          '--rm',
          '--user',
          `${owner}`,
          '--volume',
          `${folder}:${mountPath}`,
          '--workdir',
          workingDir,
        ],
        ...(index === undefined ? [] : ['--env', `JOB_COMPLETION_INDEX=${index}`]),
        ...['--entrypoint', program, image, ...args],
      )
    }
    for (let index = 0; index < shards.completions; index++) start(shards, index)
    t.match(start(merge), `digest ${digest}`)
    t.ok(existsSync(join(folder, 'results/merged/report.html')))
  })
})
