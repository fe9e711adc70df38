import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Pki } from '../../certs/pki.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { CatalogueEntry } from '../../sim/evidence/catalogue-entry.ts'
import type { RefusalStyle } from '../../sim/vocabulary/certificate.ts'
import { isWebProtocol, type TlsVersion } from '../../sim/vocabulary/network.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openProvoked, turnTo } from '../../sim/scenario/lab/provoke.ts'
import { createSemaphore } from '../../sim/semaphore.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
const cache = join(directory, 'cache')

/** curl and openssl do not ask our name service, and cannot be told that it knows nothing. */
const tried = catalogue.filter(
  ({ id, provocation: { protocol = 'https', requests, clientClock } }) =>
    id !== 'name-not-resolved' &&
    // They go by the machine's clock.
    clientClock === undefined &&
    // Of an answer with status 200 these programs do not know whose it should be.
    id !== 'unexpected-answer' &&
    isWebProtocol(protocol) &&
    requests === undefined,
)

/** The address for another program, and its certificates. */
interface Target {
  tls: TlsVersion
  url: URL
  address: string
  files: { root: string; lists: string; trusted: string; certificate?: string; key?: string }
}

/** Whether somebody got the role's answer. */
type Reaches = (target: Target) => Promise<boolean>

/** Nobody can connect to the broadcast address of the loopback network. */
const unreachable = '127.255.255.255'

/** Milliseconds: nobody waits longer for what is silent or slow. */
const patience = 1500

const curl: Reaches = async ({ tls, url, address, files }) => {
  const { status, stdout } = await run('curl', [
    ...['--silent', '--noproxy', '*', '--http1.1', `--tlsv${tls}`, '--tls-max', tls],
    ...['--max-time', String(patience / 1000)],
    ...['--output', join(directory, 'answer'), '--write-out', '%{http_code}'],
    ...[
      '--resolve',
      `${url.hostname}:${url.port}:${address}`,
      '--cacert',
      files.root,
      '--crlfile',
      files.lists,
    ],
    ...own(files, '--cert', '--key'),
    url.href,
  ])
  return status === 0 && stdout.toString() === '200'
}

const openssl: Reaches = async ({ tls, url, address, files }) => {
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`
  const { status, stdout } = await run(
    'openssl',
    [
      ...[
        's_client',
        tls === '1.2' ? '-tls1_2' : '-tls1_3',
        '-quiet',
        '-ign_eof',
        '-connect',
        `${address}:${url.port}`,
        '-servername',
        url.hostname,
      ],
      ...['-CAfile', files.trusted, '-crl_check_all'],
      ...['-verify_return_error', '-verify_hostname', url.hostname],
      ...own(files, '-cert', '-key'),
      // It sends its own certificate alone unless it is told the rest.
      ...(files.certificate === undefined ? [] : ['-cert_chain', files.certificate]),
    ],
    request,
    patience,
  )
  // A whole answer, or as much as was announced of it.
  return status === 0 && /^HTTP\/1.1 200 [^]*<\/MPList>/.test(stdout.toString())
}

function own(
  { certificate, key }: Target['files'],
  ...[certificateOption, keyOption]: [string, string]
): string[] {
  if (certificate === undefined || key === undefined) return []
  return [certificateOption, certificate, keyOption, key]
}

async function compare(
  t: Test,
  entry: CatalogueEntry,
  tls: TlsVersion,
  refusal: RefusalStyle,
): Promise<void> {
  const { provocation } = entry
  const what = `${entry.id}, TLS ${tls}, ${refusal}`
  const options = { cache, timeout: patience }
  await using running = await openProvoked(provocation, { tls, refusal, keys: 'ec' }, options)
  const { outcome, url, client_end } = await turnTo(running, provocation)
  t.equal(outcome, 'failed', what)
  const { systems, hierarchy } = running
  const reached = entry.id === 'wrong-name-resolved' ? 'mp2' : 'mp'
  const address =
    entry.id === 'no-route' ? unreachable : systems.find(({ name }) => name === reached)?.address
  if (url === null || address === undefined) throw new Error(`${what}: nobody was tried`)

  const pki = hierarchyPki(hierarchy, createClock(), options)
  const file = (name: string, text: string): string => {
    const path = join(directory, `${entry.id}-${tls}-${refusal}-${name}.pem`)
    writeFileSync(path, text)
    return path
  }
  const [client] = hierarchy.clients
  const [recipe] = client?.certificates ?? []
  const presented =
    client && recipe && client_end?.own?.certificate ? await pki.client(client, recipe) : undefined
  const files = {
    ...(await trustFiles(pki, file)),
    ...(presented && { certificate: file('certificate', presented.certificate) }),
    ...(presented?.key !== undefined && { key: file('key', presented.key) }),
  }
  const target = { tls, url: new URL(url), address, files }
  if (!withoutCurl) t.notOk(await curl(target), `curl does not get through either: ${what}`)
  if (!withoutOpenssl && target.url.protocol === 'https:') {
    t.notOk(await openssl(target), `openssl does not get through either: ${what}`)
  }
}

/** curl takes the root and the lists in two files, openssl in one. */
async function trustFiles(pki: Pki, write: (name: string, text: string) => string) {
  const { root } = await pki.authorities()
  const lists = (await pki.crls()).map(({ pem }) => pem).join('')
  return { root: write('root', root), lists: write('lists', lists), trusted: write('trusted', root + lists) }
}

const withoutCurl = lacks('curl', '--version')
const withoutOpenssl = lacks('openssl', 'version')

for (const tls of ['1.2', '1.3'] as const) {
  void t.test(
    `TLS ${tls}: what our client cannot reach, curl and openssl cannot`,
    { skip: withoutCurl && withoutOpenssl },
    async (t) => {
      const cases = tried.flatMap((entry) => {
        const { protocol, refusal = ['handshake' as const] } = entry.provocation
        return protocol === 'http' && tls === '1.3' ? [] : refusal.map((style) => ({ entry, style }))
      })
      const limited = createSemaphore(4)
      await Promise.all(cases.map(({ entry, style }) => limited(() => compare(t, entry, tls, style))))
      t.ok(cases.length > 60)
    },
  )

  void t.test(`TLS ${tls}: and what it reaches, they do`, async (t) => {
    await using running = await openProvoked({}, { tls, refusal: 'handshake', keys: 'ec' }, { cache })
    const { outcome, url } = await turnTo(running, {})
    t.equal(outcome, 'answered')
    const { systems, hierarchy } = running
    const pki = hierarchyPki(hierarchy, createClock(), { cache })
    const [client] = hierarchy.clients
    const [system] = systems
    if (!client || !system || url === null) throw new Error('the site has a client and a system')
    const { certificate, key = '' } = await pki.client(client, 'good')
    const at = (name: string, text: string): string => {
      writeFileSync(join(directory, `${tls}-${name}`), text)
      return join(directory, `${tls}-${name}`)
    }
    const files = {
      ...(await trustFiles(pki, at)),
      certificate: at('certificate', certificate),
      key: at('key', key),
    }
    const target = { tls, url: new URL(url), address: system.address, files }
    if (!withoutCurl) t.ok(await curl(target), 'curl')
    if (!withoutOpenssl) t.ok(await openssl(target), 'openssl')
  })
}
