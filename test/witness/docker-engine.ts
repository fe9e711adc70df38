import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'

/** Docker on this machine, with images of its own and no registry. */
export interface DockerEngine {
  /** Where its commands find it. */
  env: NodeJS.ProcessEnv
  /** What a command of Docker prints; throws where it fails. */
  docker(...args: string[]): string
}

/** Starts an engine in a folder, and ends it after the test. It has to be root. */
export async function startDocker(t: Pick<Test, 'teardown'>, folder: string): Promise<DockerEngine> {
  const inside = (name: string): string => join(folder, name)
  const socket = `unix://${inside('socket')}`
  const daemon = spawn(
    'dockerd',
    [
      ...['--host', socket, '--pidfile', inside('pid')],
      ...['--data-root', inside('data'), '--exec-root', inside('exec')],
      // It leaves the machine's packet filter alone.
      ...['--bridge', 'none', '--iptables=false', '--ip-masq=false'],
    ],
    { stdio: ['ignore', 'ignore', openSync(inside('log'), 'w')] },
  )
  const ended = once(daemon, 'exit')
  t.teardown(async () => {
    daemon.kill('SIGTERM')
    await ended
    // It leaves the network of containers without one mounted.
    spawnSync('umount', [inside('exec/netns/default')])
    rmSync(folder, { recursive: true, force: true })
  })
  // The builder of old is in every engine.
  const env = { ...process.env, DOCKER_HOST: socket, DOCKER_BUILDKIT: '0', COMPOSE_PROJECT_NAME: 'sitemode' }
  while (spawnSync('docker', ['info'], { env }).status !== 0) {
    if (daemon.exitCode !== null) throw new Error(`dockerd ended; see ${inside('log')}`)
    await setTimeout(100)
  }
  return {
    env,
    docker(...args) {
      const { status, stdout, stderr } = spawnSync('docker', args, { env, encoding: 'utf8' })
      if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stdout}${stderr}`)
      return stdout
    },
  }
}

/** The registry's certificates, where a machine has others than Node. */
const authorities = '/etc/ssl/certs/ca-certificates.crt'

/** In place of the image of a registry: this machine's Node and npm, with what a build calls, and a user `node`. */
export function importNode({ docker }: DockerEngine, image: string, folder: string): void {
  const bin = dirname(process.execPath)
  const called = ['sh', 'env', 'ln', 'mkdir', 'chown'].map(found)
  const npm = ['npm', 'npx'].map((name) => join(bin, name))
  const trusted = existsSync(authorities) ? [authorities] : []
  const archive = archiveOf(
    [process.execPath, ...called],
    [...npm, join(bin, '../lib/node_modules/npm'), ...trusted],
    folder,
  )
  docker(
    'import',
    ...['--change', `ENV PATH=${[...new Set([bin, '/usr/local/bin', '/usr/bin', '/bin'])].join(':')}`],
    ...trusted.flatMap((file) => ['--change', `ENV NODE_EXTRA_CA_CERTS=${file}`]),
    ...[archive, image],
  )
}

/** In place of an image of one program. */
export function importProgram({ docker }: DockerEngine, image: string, name: string, folder: string): void {
  const program = found(name)
  docker('import', '--change', `ENTRYPOINT ["${program}"]`, archiveOf([program], [], folder), image)
}

function found(program: string): string {
  return spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim()
}

/** An archive of programs with the libraries that they load, of other files and folders, and of what every system has. */
function archiveOf(programs: readonly string[], files: readonly string[], folder: string): string {
  const system = join(folder, 'system')
  rmSync(system, { recursive: true, force: true })
  for (const path of ['etc', 'tmp', 'root', 'home/node', 'usr/local/bin'])
    mkdirSync(join(system, path), { recursive: true })
  const users = [
    ['root', 0, '/root'],
    ['node', 1000, '/home/node'],
  ] as const
  writeFileSync(
    join(system, 'etc/passwd'),
    users.map(([name, id, home]) => `${name}:x:${id}:${id}::${home}:/bin/sh\n`).join(''),
  )
  writeFileSync(join(system, 'etc/group'), users.map(([name, id]) => `${name}:x:${id}:\n`).join(''))
  chownSync(join(system, 'home/node'), 1000, 1000)
  const loaded = programs.flatMap(
    (program) => spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.match(/\/[^\s:]+/g) ?? [],
  )
  const byName = (path: string): string => join(realpathSync(dirname(path)), basename(path))
  // A library by its name, which is a link for the most part, and by that of the file itself.
  const paths = [
    ...[...programs, ...loaded].flatMap((path) => [byName(path), realpathSync(path)]),
    ...files.map(byName),
  ]
  const links = ['/bin', '/lib', '/lib64'].filter((path) => existsSync(path) && realpathSync(path) !== path)
  const list = join(folder, 'list')
  writeFileSync(list, [...new Set([...paths, ...links])].map((path) => `${path.slice(1)}\n`).join(''))
  const archive = join(folder, 'image.tar')
  const { status, stderr } = spawnSync(
    'tar',
    ['--create', `--file=${archive}`, `--directory=${system}`, '.', '--directory=/', `--files-from=${list}`],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`tar: ${stderr}`)
  return archive
}
