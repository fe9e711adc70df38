import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../../sim/cli/command-context.ts'
import { shipped } from '../../sim/shipped.ts'
import { newPki, pc1 } from '../certs/contoso.ts'
import { exportedCredential } from '../certs/exported.ts'
import { withoutOpenssl } from '../certs/openssl.ts'

/** The installed `sitemode`: a bundle in another place than the sources, without some libraries. */
const bundled = shipped('dist/cli/sitemode.js')

function run(cache: string, ...args: string[]) {
  return spawnSync(process.execPath, [bundled, ...args], {
    cwd: shipped('.'),
    env: { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
}

void t.test('the bundled command issues certificates and writes a page with its script', (t) => {
  const folder = t.testdir()
  const page = join(folder, 'matrix.html')
  const { status, stderr, stdout } = run(join(folder, 'cache'), 'matrix', '--json', '--html', page)
  t.equal(status, 0, stderr)
  t.match(JSON.parse(stdout), { summary: { cells: 38, agree: 38, disagree: 0 } })
  t.ok(existsSync(page))
  t.end()
})

void t.test('the bundled command reads TypeScript and finds what the package ships', (t) => {
  const file = 'scenarios/every-client-in-every-site.ts'
  const { status, stdout, stderr } = run(t.testdir(), 'validate', file)
  t.equal(status, 0, stderr)
  t.match(stdout, /valid scenario/)
  const { version } = JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }
  t.equal(run(t.testdir(), '--version').stdout, `${version}\n`)
  t.end()
})

void t.test('the bundled command opens a PKCS#12 file', { skip: withoutOpenssl }, async (t) => {
  const folder = t.testdir()
  const { certificate, key = '' } = await newPki().client(pc1, 'good')
  const { pkcs12, passphrase } = exportedCredential(folder, pc1.name, { certificate, key })
  // Nothing listens there.
  const probe = ['probe', 'https://127.0.0.1:1/', '--cert', pkcs12, '--passphrase-file', passphrase]
  const { status, stdout, stderr } = run(join(folder, 'cache'), ...probe)
  t.equal(status, exitCodes.failed, stderr)
  t.match(stdout, 'ECONNREFUSED')
})

/** A chunk of the bundle and those that it imports at once. */
function loadedWith(chunk: string, found = new Set<string>()): Set<string> {
  if (found.has(chunk)) return found
  found.add(chunk)
  const text = readFileSync(shipped(`dist/cli/${chunk}`), 'utf8')
  for (const [, next = ''] of text.matchAll(/^(?:import|} from|import .*from) "\.\/([^"]+)"/gm))
    loadedWith(next, found)
  return found
}

void t.test('validating loads nothing that opens sockets or issues certificates', (t) => {
  const chunks = readdirSync(shipped('dist/cli')).filter((name) => name.startsWith('validate-command'))
  t.equal(chunks.length, 1)
  const loaded = [...loadedWith(chunks[0] ?? '')].map((name) =>
    readFileSync(shipped(`dist/cli/${name}`), 'utf8'),
  )
  t.ok(loaded.some((text) => text.includes('// sim/model/load-hierarchy.ts')))
  for (const text of loaded)
    t.notMatch(text, /^\/\/ (node_modules\/undici|sim\/(network|client|points|net)|certs)\//m)
  t.end()
})
