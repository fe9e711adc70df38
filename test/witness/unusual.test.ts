import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startHierarchy, type HierarchyInput, type RunningHierarchy } from '../../sim/index.ts'
import { mpListPath } from '../../sim/wire/management-point/management-point-list.ts'
import { packageContent } from '../../sim/wire/distribution-point/package.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run, type Ran } from './run-program.ts'

const size = 300_001

const odd: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        {
          name: 'dp',
          roles: ['standard-distribution-point'],
          packages: ['MIX00001'],
          anonymousAccess: true,
        },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
  packages: [{ id: 'MIX00001', size }],
}

const seeds = [1, 2, 3]

const whole = createHash('sha256')
for (const piece of packageContent({ id: 'MIX00001', version: 1 }, { first: 0, last: size - 1 }))
  whole.update(piece)
const expected = whole.digest('hex')

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function opened(t: Test, seed?: number): Promise<RunningHierarchy> {
  const running = await startHierarchy(odd, {
    cache: newFolder(t),
    ...(seed !== undefined && { unusual: { seed } }),
  })
  t.teardown(() => running.close())
  return running
}

/** Address and port of what a system opens by a protocol. */
function portOf(
  { systems }: RunningHierarchy,
  name: string,
  protocol: string,
): { address: string; port: string } {
  const { address = '', urls = [] } = systems.find((system) => system.name === name) ?? {}
  return { address, port: new URL(urls.find((url) => url.startsWith(protocol)) ?? '').port }
}

for (const seed of seeds) {
  void t.test(`curl, seed ${seed}`, { skip: lacks('curl', '--version') }, async (t) => {
    const running = await opened(t, seed)
    const curl = (system: string, path: string): Promise<Ran> => {
      const { address, port } = portOf(running, system, 'http')
      return run('curl', [
        '--silent',
        '--show-error',
        '--fail',
        '--noproxy',
        '*',
        `http://${address}:${port}${path}`,
      ])
    }
    for (let request = 0; request < 8; request += 1) {
      const list = await curl('mp', mpListPath)
      t.equal(list.status, 0, list.stderr)
      t.match(list.stdout.toString(), /<MPList\b[^]*<\/MPList\s*>/)
      const content = await curl('dp', '/SMS_DP_SMSPKGC$/MIX00001/MIX00001.bin')
      t.equal(content.status, 0, content.stderr)
      t.equal(hashOf(content.stdout), expected)
    }
    t.ok(running.connections.some(({ unusual }) => unusual))
  })

  void t.test(`ldapsearch, seed ${seed}`, { skip: lacks('ldapsearch', '-VV') }, async (t) => {
    const search = async ({ domainController }: RunningHierarchy): Promise<string[]> => {
      const { address, urls } = domainController
      const { port } = new URL(urls[0] ?? '')
      const options = ['-x', '-LLL', '-o', 'ldif-wrap=no', '-H', `ldap://${address}:${port}`]
      const base = 'CN=System Management,CN=System,DC=sitemode,DC=test'
      const { status, stdout, stderr } = await run('ldapsearch', [...options, '-b', base])
      t.equal(status, 0, stderr)
      // The addresses are others in every run.
      const lines = stdout.toString().replaceAll(address, 'DC').toLowerCase().split('\n')
      return lines.filter((line) => !/\b127\./.test(line)).sort()
    }
    const usual = await search(await opened(t))
    const running = await opened(t, seed)
    for (let request = 0; request < 8; request += 1) t.strictSame(await search(running), usual)
  })

  void t.test(`smbclient, seed ${seed}`, { skip: lacks('smbclient', '--version') }, async (t) => {
    const running = await opened(t, seed)
    const { address, port } = portOf(running, 'dp', 'smb')
    const out = join(newFolder(t), 'out')
    for (let request = 0; request < 8; request += 1) {
      const { status, stdout, stderr } = await run('smbclient', [
        ...['--configfile', '/dev/null', '-p', port, '-N', `//${address}/SMSPKGC$`],
        ...['-c', `ls; cd MIX00001; get MIX00001.bin "${out}"; allinfo MIX00001.bin`],
      ])
      t.equal(status, 0, `${stdout.toString()}${stderr}`)
      t.equal(hashOf(readFileSync(out)), expected)
    }
  })
}
