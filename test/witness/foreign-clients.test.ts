import { execFile, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { pkiLayout } from '../../certs/pki-directory.ts'
import type { FailureId } from '../../sim/evidence/catalogue.ts'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import {
  refusedBecause,
  startHierarchy,
  type ForeignConnection,
  type HierarchyInput,
} from '../../sim/index.ts'
import { sitemode, sitemodeWith } from '../cli/command.ts'

const clients = {
  PC: 'good',
  EXPIRED: 'expired',
  EARLY: 'not-yet-valid',
  REVOKED: 'revoked',
  FOREIGN: 'untrusted-root',
  SELF: 'self-signed',
  ALONE: 'incomplete-chain',
  USAGE: 'wrong-usage',
} as const

const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'iis.nat', roles: ['management-point'], listen: { refusal: 'iis' } },
      ],
    },
  ],
  clients: Object.entries(clients).map(([name, certificate]) => ({ name, assignedSite: 'NAT', certificate })),
}

type Holder = keyof typeof clients

/** Whose certificate is shown, and what the server makes of it. */
const refused: readonly [client: Holder | null, failure: FailureId, status: string][] = [
  [null, 'client-certificate-missing', '403.7'],
  ['EXPIRED', 'client-certificate-expired', '403.17'],
  ['EARLY', 'client-certificate-not-yet-valid', '403.17'],
  ['REVOKED', 'client-certificate-revoked', '403.13'],
  ['FOREIGN', 'client-certificate-untrusted', '403.16'],
  ['SELF', 'client-certificate-self-signed', '403.16'],
  ['USAGE', 'client-certificate-wrong-usage', '403.16'],
]

/** curl completes the chain with the authorities that it trusts. */
const refusedFrom = {
  curl: refused,
  openssl: [...refused, ['ALONE', 'client-certificate-incomplete-chain', '403.16']],
} as const satisfies Readonly<Record<string, typeof refused>>

/** Not synchronously: what the program talks to is in this process. */
function run(program: string, args: readonly string[], input = ''): Promise<void> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { encoding: 'buffer' }, () => resolve())
    child.stdin?.on('error', () => undefined).end(input)
  })
}

const path = '/SMS_MP/.sms_aut?MPLIST'

interface Target {
  fqdn: string
  address: string
  pki: string
}

type Visit = (target: Target, client: Holder | null, trusting?: boolean) => Promise<void>

const curl: Visit = ({ fqdn, address, pki }, client, trusting = true) => {
  const files = pkiLayout(pki)
  const own = client && files.client(client)
  return run('curl', [
    ...['--silent', '--output', '/dev/null', '--noproxy', '*', '--resolve', `${fqdn}:8443:${address}`],
    ...(trusting ? ['--cacert', files.authorities] : []),
    ...(own ? ['--cert', own.certificate, '--key', own.key] : []),
    `https://${fqdn}:8443${path}`,
  ])
}

const openssl: Visit = ({ fqdn, address, pki }, client) => {
  const own = client && pkiLayout(pki).client(client)
  return run(
    'openssl',
    [
      ...['s_client', '-quiet', '-connect', `${address}:8443`, '-servername', fqdn],
      ...(own ? ['-cert', own.certificate, '-cert_chain', own.certificate, '-key', own.key] : []),
    ],
    `GET ${path} HTTP/1.1\r\nHost: ${fqdn}\r\nConnection: close\r\n\r\n`,
  )
}

const programs = [
  ['curl', curl, '--version'],
  ['openssl', openssl, 'version'],
] as const

const lacks = (program: string, version: string): string | false =>
  spawnSync(program, [version]).status !== 0 && `${program} is not on the PATH`

/** The hierarchy's file and the certificates that `sitemode certs` writes for it. */
async function writtenHierarchy(t: Test) {
  const folder = t.testdir({})
  const [file, pki, cache] = [join(folder, 'h.yaml'), join(folder, 'pki'), join(folder, 'cache')]
  writeFileSync(file, stringify(written))
  t.equal((await sitemode(cache, 'certs', file, '--out', pki)).status, 0)
  return { folder, file, pki, cache }
}

/** Resolves when a value that changes satisfies a condition; `changed` is called at each change. */
function reached<Value>(isReached: (value: Value) => boolean) {
  let resolve = (): void => undefined
  const done = new Promise<void>((resolved) => (resolve = resolved))
  return {
    done,
    changed(value: Value): void {
      if (isReached(value)) resolve()
    },
  }
}

for (const [program, visit, versionOption] of programs) {
  for (const version of ['1.2', '1.3'] as const) {
    const skip = lacks(program, versionOption)
    void t.test(`${program} in TLS ${version}, by the library`, { skip }, async (t) => {
      const { pki } = await writtenHierarchy(t)
      const heard: ForeignConnection[] = []
      let wake = (): void => undefined
      await using running = await startHierarchy(
        { ...written, tls: { version } },
        {
          pki,
          onConnection(connection) {
            heard.push(connection)
            wake()
          },
        },
      )

      async function visited(name: string, client: Holder | null): Promise<ForeignConnection> {
        const system = running.systems.find((one) => one.name === name)
        if (!system) throw new Error(`no system ${name}`)
        const woken = new Promise<void>((resolve) => (wake = resolve))
        await visit({ ...system, pki }, client)
        await woken
        const connection = running.connections.at(-1)
        if (!connection) throw new Error('no connection')
        return connection
      }

      for (const name of ['mp.nat', 'iis.nat'] as const) {
        for (const [client, failure, status] of refusedFrom[program]) {
          const connection = await visited(name, client)
          const who = `${client ?? 'nobody'} at ${name}`
          t.ok(refusedBecause(connection, failure), `${who}: ${connection.diagnosis}`)
          const [code, substatus] = status.split('.').map(Number)
          t.match(
            connection,
            {
              outcome: 'failed',
              system: `${name}.contoso.test`,
              protocol: 'https',
              tls: `TLSv${version}`,
              serverPort: 8443,
              clientAddress: '127.0.0.1',
              candidates: [failure],
              server_end: { stage: 'tls' },
              ...(name === 'iis.nat' ? { status: code, substatus } : { status: null, replies: 0 }),
            },
            who,
          )
          const shown = connection.certificate
          if (client === null) t.equal(shown, null)
          else t.match(shown, { subject: `CN=${client}.contoso.test`, issuer: /^CN=/, usages: [/^1\.3\.6/] })
        }
        const answered = await visited(name, 'PC')
        t.match(answered, { outcome: 'answered', status: 200, diagnosis: null, server_end: null })
        t.match(answered, { clientCertificate: 'verified', certificate: { subject: /PC/ } })
      }
      t.strictSame(running.connections, heard)
      t.strictSame(
        heard.map(({ id }) => id),
        heard.map((_, index) => `c${index + 1}`),
      )
      t.equal(running.attempts.length, 0)
    })
  }
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`curl in TLS ${version}, by serve`, { skip: lacks('curl', '--version') }, async (t) => {
    const { folder, file, pki, cache } = await writtenHierarchy(t)
    const out = join(folder, 'out')
    const controller = new AbortController()
    let stdout = ''
    const opened = reached<string>((text) => text.includes('Ctrl-C ends it.'))
    const visits = refused.length * 2 + 3
    const told = reached<string>(
      (text) => text.split('Ctrl-C ends it.\n')[1]?.split('\n').length === visits + 1,
    )
    const ended = sitemodeWith(
      cache,
      ['serve', file, '--pki', pki, '--tls', version, '--web', '--out', out],
      {
        interrupted: controller.signal,
        printed(text) {
          stdout = text.stdout
          opened.changed(stdout)
          told.changed(stdout)
        },
      },
    )
    t.teardown(() => controller.abort('SIGINT'))
    await opened.done
    const page = await openEvents(/http:\/\/127\.0\.0\.1:\d+\/\w+\//.exec(stdout)?.[0] ?? '')
    const shown = reached<string>((text) => text.split('event: connection\n').length === visits + 1)
    page.changed = shown.changed
    for (const name of ['mp.nat', 'iis.nat']) {
      const fqdn = `${name}.contoso.test`
      const [, address = ''] = new RegExp(String.raw`(127\.\S+) +${fqdn}`).exec(stdout) ?? []
      for (const [client] of refused) await curl({ fqdn, address, pki }, client)
      await curl({ fqdn, address, pki }, 'PC')
      if (name === 'mp.nat') await curl({ fqdn, address, pki }, null, false)
    }
    await told.done
    await shown.done
    controller.abort('SIGINT')
    t.equal((await ended).status, 130)

    const recording = readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8'))
    const foreign = recording.hierarchies[0]?.foreign ?? []
    t.equal(foreign.length, visits)
    const diagnoses = refused.map(([, failure]) => failure)
    t.strictSame(
      foreign.map(({ diagnosis }) => diagnosis),
      [...diagnoses, null, 'server-certificate-untrusted', ...diagnoses, null],
      'the last visitor of the first system does not trust it',
    )
    t.equal(recording.hierarchies[0]?.requests.length, refused.length + 2, 'requests stay what they are')
    t.equal((await sitemode(cache, 'report', join(out, 'recording.ndjson'))).status, 0)
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    const section = /<section id="foreign".*?<\/section>/s.exec(report)?.[0] ?? ''
    const lines = stdout.split('Ctrl-C ends it.\n')[1]?.split('\n') ?? []
    const rows = page.text().split('event: connection\n').slice(1)
    const tableRows = section.split('<tbody>')[1]?.split('</tr>') ?? []
    for (const [index, { diagnosis, certificate }] of foreign.entries()) {
      const places = { line: lines[index], row: rows[index], section: tableRows[index] }
      for (const [place, text = ''] of Object.entries(places)) {
        if (diagnosis === null) t.match(text, /answered/, place)
        else if (place === 'line') t.match(text, /failed: /)
        else t.match(text, diagnosis, place)
        t.match(text, certificate?.subject ?? 'showed no certificate', place)
      }
    }
  })
}

/** The live page's events, as they come. */
function openEvents(url: string): Promise<{ text(): string; changed(text: string): void }> {
  return new Promise((resolve, reject) => {
    let text = ''
    const asked = request(`${url}events`, (answer) => {
      const nobody: (text: string) => void = () => undefined
      const events = { text: () => text, changed: nobody }
      answer.on('data', (data: Buffer) => {
        text += data.toString()
        events.changed(text)
      })
      answer.on('error', () => undefined)
      resolve(events)
    })
    asked.on('error', reject)
    asked.end()
  })
}
