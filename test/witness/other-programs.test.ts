import { execFile, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { pkiLayout, writePki } from '../../certs/pki-directory.ts'
import type { HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'

const written = (version: '1.2' | '1.3'): HierarchyInput => ({
  domain: 'contoso.test',
  tls: { version },
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'iis.nat', roles: ['management-point'], listen: { refusal: 'iis' } },
        { name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['NAT00001'] },
        { name: 'old.nat', roles: ['management-point'], listen: { certificate: 'expired' } },
      ],
    },
    { code: 'MIX', mode: 'mixed', parent: 'NAT', systems: [{ name: 'mp.mix', roles: ['management-point'] }] },
  ],
  clients: [
    { name: 'PC', assignedSite: 'NAT' },
    { name: 'EXPIRED', assignedSite: 'NAT', certificate: 'expired' },
    { name: 'REVOKED', assignedSite: 'NAT', certificate: 'revoked' },
    { name: 'FOREIGN', assignedSite: 'NAT', certificate: 'untrusted-root' },
  ],
  packages: [{ id: 'NAT00001', size: '150 KiB' }],
})

interface Ran {
  status: number
  stdout: Buffer
  stderr: string
}

/** Not synchronously: what it talks to is in this process. */
function run(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { encoding: 'buffer' }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : error ? -1 : 0
      resolve({ status, stdout, stderr: stderr.toString() })
    })
    child.stdin?.end()
  })
}

/** A hierarchy that runs with a PKI written to a directory, as `sitemode certs` writes it. */
async function openWritten(t: Test, version: '1.2' | '1.3') {
  const { hierarchy } = parseHierarchy(written(version))
  const pki = join(t.testdir(), 'pki')
  await writePki(hierarchyPki(hierarchy, createClock(), { cache: false }), pki, {
    systems: hierarchy.sites.flatMap(({ systems }) =>
      systems.map(({ name, fqdn, listen }) => ({ name, fqdn, recipe: listen.certificate ?? 'good' })),
    ),
    clients: hierarchy.clients.map(({ name, fqdn, certificates }) => ({
      name,
      fqdn,
      recipes: certificates,
    })),
    sites: [],
  })
  const running = await openHierarchy(hierarchy, { pki })
  t.teardown(() => running.close())
  return { running, files: pkiLayout(pki) }
}

function systemOf({ systems }: RunningHierarchy, name: string): { fqdn: string; address: string } {
  const system = systems.find((candidate) => candidate.name === name)
  if (!system) throw new Error(`no system ${name}`)
  return system
}

const lacks = (program: string, ...version: string[]): string | false =>
  spawnSync(program, version).status !== 0 && `${program} is not on the PATH`

const withoutGnutls =
  !String(spawnSync('wget', ['--version']).stdout).includes('+ssl/gnutls') &&
  'no wget with GnuTLS is on the PATH'

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`curl, TLS ${version}`, { skip: lacks('curl', '--version') }, async (t) => {
    const { running, files } = await openWritten(t, version)

    interface Curl {
      /** Whose certificate is presented: by default that of PC. */
      client?: string | null
      scheme?: 'http' | 'https'
      /** The name that the system is called by, its own by default. */
      host?: string
      authority?: string
    }

    async function curl(name: string, path: string, how: Curl = {}, ...options: string[]) {
      const { fqdn, address } = systemOf(running, name)
      const { client = 'PC', scheme = 'https', host = fqdn, authority = files.authorities } = how
      const port = scheme === 'https' ? 8443 : 8080
      const { certificate = '', key = '' } = client === null ? {} : files.client(client)
      const { status, stdout, stderr } = await run('curl', [
        ...['--silent', '--show-error', '--noproxy', '*', '--write-out', '\n%{http_code}'],
        ...['--resolve', `${host}:${port}:${address}`, '--cacert', authority],
        ...(client === null ? [] : ['--cert', certificate, '--key', key]),
        ...options,
        `${scheme}://${host}:${port}${path}`,
      ])
      const end = stdout.lastIndexOf('\n')
      const code = Number(stdout.subarray(end + 1).toString())
      return { exit: status, stderr, status: code, body: stdout.subarray(0, end) }
    }

    const mpList = '/SMS_MP/.sms_aut?MPLIST'
    const answer = await curl('mp.nat', mpList)
    t.match(answer, { exit: 0, status: 200, stderr: '' })
    t.match(answer.body.toString(), 'FQDN="mp.nat.contoso.test"')
    t.match(
      await curl('mp.mix', mpList, { client: null, scheme: 'http' }),
      { exit: 0, status: 200 },
      'mixed mode asks for nothing',
    )

    // The foreign client's file has the certificate of its authority as well.
    const authority = files.client('FOREIGN').certificate
    const distrusted = 60
    t.equal((await curl('mp.nat', mpList, { authority })).exit, distrusted, 'another authority')
    t.equal((await curl('old.nat', mpList)).exit, distrusted, 'an expired server')
    t.equal((await curl('mp.nat', mpList, { host: 'mp.contoso.test' })).exit, distrusted, 'another name')

    for (const client of [null, 'EXPIRED', 'REVOKED', 'FOREIGN']) {
      const refused = await curl('mp.nat', mpList, { client })
      t.match(refused, { status: 0, stderr: /^curl: \(\d+\) / }, `${client ?? 'nobody'} is refused`)
      t.not(refused.exit, 0)
    }
    const pages: [client: string | null, refusal: string][] = [
      [null, '403.7'],
      ['EXPIRED', '403.17'],
      ['REVOKED', '403.13'],
      ['FOREIGN', '403.16'],
    ]
    for (const [client, refusal] of pages) {
      const refused = await curl('iis.nat', mpList, { client })
      t.match(refused, { exit: 0, status: 403 }, refusal)
      t.match(refused.body.toString(), `HTTP Error ${refusal} - `)
    }
    t.match(
      (await curl('iis.nat', mpList, { client: null, scheme: 'http' })).body.toString(),
      'HTTP Error 403.4 - ',
    )

    const file = '/SMS_DP_SMSPKGC$/NAT00001/NAT00001.bin'
    const whole = await curl('dp.nat', file)
    t.equal(whole.body.length, 150 * 1024)
    const part = await curl('dp.nat', file, {}, '--range', '65000-66000')
    t.equal(part.status, 206)
    t.ok(part.body.equals(whole.body.subarray(65_000, 66_001)))
    t.equal((await curl('dp.nat', file, {}, '--range', '999999-')).status, 416)
    t.match((await curl('dp.nat', file, {}, '--head')).body.toString(), /content-length: 153600\r\n/i)
    const listing = await curl(
      'dp.nat',
      '/SMS_DP_SMSPKGC$/',
      {},
      '--request',
      'PROPFIND',
      '--header',
      'Depth: 1',
    )
    t.equal(listing.status, 207)
    t.match(listing.body.toString(), '<D:href>/SMS_DP_SMSPKGC$/NAT00001/</D:href>')
  })

  void t.test(`openssl s_client, TLS ${version}`, { skip: lacks('openssl', 'version') }, async (t) => {
    const { running, files } = await openWritten(t, version)
    const { fqdn, address } = systemOf(running, 'mp.nat')
    const { certificate, key } = files.client('PC')
    const connect = async (...more: string[]): Promise<{ status: number; said: string }> => {
      const target = ['-connect', `${address}:8443`, '-servername', fqdn, '-verify_hostname', fqdn]
      const trust = ['-CAfile', files.authorities, '-verify_return_error']
      const { status, stdout, stderr } = await run('openssl', ['s_client', ...target, ...trust, ...more])
      return { status, said: stdout.toString() + stderr }
    }
    const { status, said } = await connect('-cert', certificate, '-key', key)
    t.equal(status, 0)
    t.match(said, `TLSv${version}`)
    t.match(said, 'Verification: OK')
    const [root = ''] = readFileSync(files.authorities, 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/)
    const name = new X509Certificate(root).subject.replaceAll('\n', ', ')
    const [, acceptable = ''] = /Acceptable client certificate CA names\n(.*)\n/.exec(said) ?? []
    const sorted = (text: string): string[] => text.replaceAll(' = ', '=').split(', ').sort()
    t.strictSame(sorted(acceptable), sorted(name), 'it asks for a certificate of our authority')

    const other = version === '1.2' ? '-tls1_3' : '-tls1_2'
    const wrong = await connect('-cert', certificate, '-key', key, other)
    t.not(wrong.status, 0)
    t.match(wrong.said, /alert protocol version/, `nothing but TLS ${version} is spoken`)
  })

  void t.test(`GnuTLS by wget, TLS ${version}`, { skip: withoutGnutls }, async (t) => {
    const { running, files } = await openWritten(t, version)
    const { address } = systemOf(running, 'mp.nat')
    const wget = (...options: string[]): Promise<Ran> =>
      run('wget', [
        ...['--quiet', '--no-config', '--no-proxy', '--tries=1', '--output-document=-', ...options],
        // It has no way to be told a name's address, so it cannot check the name; the server checks its certificate.
        ...['--no-check-certificate', `https://${address}:8443/SMS_MP/.sms_aut?MPLIST`],
      ])
    const credential = (client: string): string[] => {
      const { certificate, key } = files.client(client)
      return [`--certificate=${certificate}`, `--private-key=${key}`]
    }
    const answer = await wget(...credential('PC'))
    t.equal(answer.status, 0)
    t.match(answer.stdout.toString(), 'FQDN="mp.nat.contoso.test"')
    for (const options of [[], credential('EXPIRED'), credential('FOREIGN')]) {
      const refused = await wget(...options)
      t.not(refused.status, 0, options[0] ?? 'no certificate')
      t.equal(refused.stdout.length, 0)
    }
  })
}
