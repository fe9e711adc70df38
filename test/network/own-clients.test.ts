import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, get } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  ContactError,
  NoConnectionError,
  startHierarchy,
  type CertificateRecipe,
  type HierarchyInput,
  type RunningHierarchy,
  type TlsCredential,
} from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'

const described: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'bad.nat', roles: ['management-point'], listen: { certificate: 'wrong-host' } },
      ],
    },
    { code: 'MIX', mode: 'mixed', parent: 'NAT', systems: [{ name: 'mp.mix', roles: ['management-point'] }] },
  ],
  clients: [
    { name: 'PC', assignedSite: 'NAT' },
    { name: 'LATE', assignedSite: 'NAT', certificate: 'expired' },
    { name: 'BARE', assignedSite: 'MIX', certificate: 'none' },
  ],
}

async function opened(t: Test): Promise<RunningHierarchy> {
  const running = await startHierarchy(described, { cache: newFolder(t) })
  t.teardown(() => running.close())
  return running
}

const list = '/SMS_MP/.sms_aut?MPLIST'

/** Asks a management point for its list by Node's own client; resolves to the status, or to the client's error. */
async function ask(
  { lookup }: RunningHierarchy,
  credential: TlsCredential & { rejectUnauthorized?: boolean },
  system = 'mp.nat',
): Promise<string> {
  const request = get(`https://${system}.contoso.test:8443${list}`, { agent: false, lookup, ...credential })
  return new Promise((resolve) => {
    request.on('response', (response) => resolve(`${response.resume().statusCode}`))
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

void t.test('Node’s client connects with the certificate of a client of the hierarchy', async (t) => {
  const running = await opened(t)
  t.equal(await ask(running, await running.pki.client('PC')), '200')
  t.match(await running.nextConnection(), {
    outcome: 'answered',
    clientCertificate: 'verified',
    certificate: { subject: /PC\.contoso\.test/ },
  })
  t.match(await ask(running, await running.pki.client('PC'), 'bad.nat'), 'ERR_TLS_CERT_ALTNAME_INVALID')
  await ask(running, await running.pki.client('LATE'))
  const left = await running.nextConnection({ system: 'bad.nat' })
  t.ok(left.candidates.includes('server-certificate-wrong-host'), 'it leaves without a word')
  t.match(await running.nextConnection(), { diagnosis: 'client-certificate-expired' })
})

void t.test('a computer that the hierarchy does not have gets a certificate by any recipe', async (t) => {
  const running = await opened(t)
  const diagnoses: [CertificateRecipe, string | null][] = [
    ['good', null],
    ['expired', 'client-certificate-expired'],
    ['untrusted-root', 'client-certificate-untrusted'],
    ['revoked', 'client-certificate-revoked'],
  ]
  for (const [recipe, diagnosis] of diagnoses) {
    await ask(running, await running.pki.issue('OWN', recipe))
    t.match(
      await running.nextConnection(),
      { diagnosis, certificate: { names: ['OWN.contoso.test'] } },
      recipe,
    )
  }
  t.notOk('key' in (await running.pki.issue('OWN', 'no-private-key')))
  await t.rejects(running.pki.client('PCX'), {
    message: 'the hierarchy has no client PCX; did you mean PC? For others there is pki.issue',
  })
})

void t.test('certificates expire by the simulation’s clock', async (t) => {
  const running = await opened(t)
  const year = 365 * 86_400_000
  // The server's certificate expires as well, and nothing is to stop the client.
  const visit = async (): Promise<string> => {
    const own = { ...(await running.pki.client('PC')), rejectUnauthorized: false }
    return ask(running, own)
  }
  t.equal(await visit(), '200')
  await running.nextConnection()
  running.advance(3 * year)
  t.not(await visit(), '200')
  t.match(await running.nextConnection(), { diagnosis: 'client-certificate-expired' })
})

void t.test('a server of one’s own takes the place of a site system with its certificate', async (t) => {
  const running = await opened(t)
  const [{ address } = { address: '' }] = running.systems
  await running.replace('mp.nat')
  const { ca, ...own } = await running.pki.system('mp.nat')
  t.equal(ca, (await running.pki.authorities()).root)
  const server = createServer({ ...own, ca, requestCert: true }, (_request, response) => response.end('mine'))
  server.listen(8443, address)
  t.teardown(() => server.close())
  await once(server, 'listening')
  t.equal(await ask(running, await running.pki.client('PC')), '200')
  t.match(await running.client('PC').contact('management-point', { system: 'mp.nat' }), { status: 200 })
})

void t.test('it writes the files that sitemode certs writes', async (t) => {
  const running = await opened(t)
  const folder = join(newFolder(t), 'pki')
  await running.pki.write(folder)
  const { ca, cert, key } = await running.pki.client('PC')
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  t.strictSame([read('root.pem'), read('clients/PC.pem'), read('clients/PC.key')], [ca, cert, key])
  const lists = await running.pki.revocationLists()
  t.ok(lists.length > 1)
  for (const { name, pem } of lists) t.match(read(`crl/${name}.pem`), /BEGIN X509 CRL/, pem)
})

void t.test('what the hierarchy does not have is said by name', async (t) => {
  const { pki, ...running } = await opened(t)
  await t.rejects(pki.client('NOBODY'), ContactError)
  await t.rejects(pki.client('NOBODY'), /no client NOBODY.*pki\.issue/)
  await t.rejects(pki.client('BARE'), /BARE has no certificate/)
  await t.rejects(pki.system('nowhere'), /no site system nowhere/)
  await t.rejects(running.nextConnection({ system: 'nowhere' }), /no host nowhere/)
})

/** Connects to a system's port, and leaves. */
async function knock({ systems }: RunningHierarchy, name: string): Promise<void> {
  const system = systems.find((one) => one.name === name)
  const socket = connect({ host: system?.address ?? '', port: Number(new URL(system?.urls[0] ?? '').port) })
  socket.resume().end()
  await once(socket, 'close')
}

void t.test('a connection is handed out once, whether it ended before the call or after', async (t) => {
  const running = await opened(t)
  await knock(running, 'mp.nat')
  const before = await running.nextConnection()
  const [first, second] = [running.nextConnection(), running.nextConnection()]
  await knock(running, 'mp.nat')
  await knock(running, 'mp.mix')
  t.strictSame(
    [before, await first, await second].map(({ id }) => id),
    ['c1', 'c2', 'c3'],
  )
  t.strictSame(
    running.connections.map(({ id }) => id),
    ['c1', 'c2', 'c3'],
    'and all can be looked at',
  )
})

void t.test('one asks for the connections of a system', async (t) => {
  const running = await opened(t)
  const later = running.nextConnection({ system: 'MP.mix' })
  await knock(running, 'mp.nat')
  await knock(running, 'mp.mix')
  t.match(await later, { id: 'c2', system: 'mp.mix.contoso.test' })
  t.match(await running.nextConnection({ system: 'mp.nat.contoso.test' }), { id: 'c1' })
})

void t.test('a wait ends with what to do', async (t) => {
  const running = await opened(t)
  await knock(running, 'mp.nat')
  await running.nextConnection()
  const late = running.nextConnection({ system: 'mp.nat', timeout: 1 })
  await t.rejects(late, NoConnectionError)
  await t.rejects(late, /no connection to mp\.nat\.contoso\.test ended within 1 ms.*close the client/)
  const waiting = running.nextConnection()
  await Promise.all([t.rejects(waiting, /the hierarchy was closed/), running.close()])
  await t.rejects(running.nextConnection(), /the hierarchy was closed/)
})

void t.test('a client that is added with a revoked certificate is refused for it', async (t) => {
  const running = await opened(t)
  const [pc] = running.hierarchy.clients
  if (!pc) throw new Error('the hierarchy has no client')
  const own = { name: 'GONE', fqdn: 'gone.contoso.test' }
  await running.client('PC').requestPolicy()
  const gone = running.addClient({ ...pc, ...own, certificates: ['revoked'] })
  t.match(await gone.requestPolicy(), { outcome: 'failed', diagnosis: 'client-certificate-revoked' })
})
