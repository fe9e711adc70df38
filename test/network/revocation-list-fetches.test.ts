import { pbkdf2, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import type { RecordedEvent, RevocationListFetched } from '../../sim/evidence/recording/event.ts'
import { limits } from '../../sim/limits.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { createRevocationCheckers } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { newPki, pc1 } from '../certs/contoso.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const events: RecordedEvent[] = []
const site: HierarchyInput = {
  sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
}
const journal = (event: RecordedEvent): void => void events.push(event)
const cache = newFolder(t)
const { running } = await open(t, site, { cache, journal })

async function fetchesOfContact(): Promise<RevocationListFetched[]> {
  const before = events.length
  await running.client('PC').contact('management-point')
  return events.slice(before).filter((event) => event.type === 'revocation-list')
}

void t.test('every fetch of a revocation list is recorded with its connection', async (t) => {
  const ends = { ends: null, status: null }
  await running.break('crl', 'not-listening')
  for (const refused of await fetchesOfContact()) t.match(refused, { ...ends, code: 'ECONNREFUSED' })
  await running.break('crl', 'name-not-resolved')
  for (const unknown of await fetchesOfContact()) t.match(unknown, { ...ends, code: 'ENOTFOUND' })
  await running.break('crl', 'list-missing')
  const missing = await fetchesOfContact()
  t.ok(missing.length > 0)
  for (const { ends, status, code } of missing) {
    t.ok(ends)
    t.strictSame({ status, code }, { status: 404, code: null })
  }

  await running.repair('crl')
  const fetched = await fetchesOfContact()
  const attempt = events.findLast((event) => event.type === 'attempt')
  const { clientAddress, serverAddress } = attempt?.ends ?? {}
  const { address, urls } = running.revocationLists
  t.strictSame(
    fetched.map(({ by, url }) => `${by} ${new URL(url).pathname}`).sort(),
    [clientAddress, serverAddress]
      .flatMap((by) => urls.map((url) => `${by} ${new URL(url).pathname}`))
      .sort(),
    'each machine fetched each list',
  )
  for (const { by, ends, status, code } of fetched) {
    t.match(ends, { clientAddress: by, serverAddress: address, serverPort: 8080 })
    t.ok(ends && ends.clientPort > 0)
    t.strictSame({ status, code }, { status: 200, code: null })
  }
  t.strictSame(await fetchesOfContact(), [], 'and kept it')
})

void t.test(
  'a list whose address leads out of loopback is not fetched, and the reason is ours',
  async (t) => {
    const told: RecordedEvent[] = []
    for (const [host, code] of [
      ['192.0.2.1', 'OUTSIDE_LOOPBACK'],
      ['0.0.0.0', 'OUTSIDE_LOOPBACK'],
      ['[2001:db8::1]', 'OUTSIDE_LOOPBACK'],
      ['127.0.0.1', 'ECONNREFUSED'],
    ] as const) {
      const url = `http://${host}:1`
      const pki = newPki({ revocationListUrl: url })
      const checkers = createRevocationCheckers(pki, url, createClock(), {
        resolve: () => undefined,
        openPort: (_fqdn, port) => ({ port, inUrl: port }),
        patienceWith: () => ({ timeout: 10_000 }),
        refuses: () => null,
        recorder: createRecorder(1, (event) => void told.push(event)),
        listRecorder: createRecorder(),
      })
      const { certificate } = await pki.client(pc1, 'good')
      const chain = certificate
        .split(/(?<=END CERTIFICATE-----\n)(?=.)/)
        .map((pem) => new X509Certificate(pem))
      const { message } = (await checkers.of('127.0.0.1').check(chain)) ?? {}
      t.match(told.splice(0), [{ type: 'revocation-list', code, ends: null }], host)
      const own = `${host} is no address of loopback, and nothing else is connected to`
      t.ok(message?.endsWith(code === 'OUTSIDE_LOOPBACK' ? own : code), `told: ${message}`)
    }
  },
)

void t.test('a list without an end is given up, as one that cannot be had', async (t) => {
  const sent: number[] = []
  const piece = Buffer.alloc(2 ** 20)
  const endless = createServer((_request, response) => {
    const index = sent.push(0) - 1
    const more = (): void => {
      while (!response.destroyed) {
        sent[index] = (sent[index] ?? 0) + piece.length
        if (!response.write(piece)) break
      }
    }
    response.on('drain', more)
    more()
  })
  t.teardown(() => running.repair('crl'))
  await running.replace('crl')
  const { address, urls } = running.revocationLists
  await once(endless.listen(Number(new URL(urls[0] ?? '').port), address), 'listening')
  t.teardown(() => {
    endless.closeAllConnections()
    endless.close()
  })
  running.revoke({ system: 'mp', cachedLists: 'drop' })
  const fetches = await fetchesOfContact()
  t.ok(fetches.length > 0)
  for (const fetched of fetches) t.match(fetched, { status: 200, code: 'ERR_LIST_TOO_LONG' })
  // What the kernel has taken is as good as sent.
  for (const bytes of sent) t.ok(bytes < limits.revocationList.value + 32 * 2 ** 20, `${bytes} bytes`)
  const { server_end } = running.attempts.at(-1) ?? {}
  t.equal(server_end?.code, 'UNABLE_TO_GET_CRL')
})

/** Keeps Node's four threads for keys busy. The result ends that. */
function keepThreadsBusy(): () => void {
  let isDone = false
  const keepBusy = (): void =>
    pbkdf2('', '', 50_000, 64, 'sha512', () => {
      if (!isDone) keepBusy()
    })
  for (let keys = 0; keys < 5; keys++) keepBusy()
  return () => (isDone = true)
}

void t.test(
  'a list that takes long to be signed is waited for, as long as its point is not silent',
  async (t) => {
    const { running } = await open(t, site, { cache, timeout: 20 })
    const stop = keepThreadsBusy()
    const { outcome, client_end, server_end } = await running.client('PC').contact('management-point')
    stop()
    t.equal(outcome, 'answered', 'on a machine that is busy with other keys', { client_end, server_end })
  },
)

void t.test(
  'a listener has its say that still checks the certificate of a client that has left',
  async (t) => {
    const wrong: HierarchyInput = {
      sites: [
        {
          code: 'NAT',
          mode: 'native',
          crlChecking: false,
          systems: [{ name: 'mp', roles: ['management-point'], listen: { certificate: 'wrong-host' } }],
        },
      ],
      clients: [{ name: 'PC', assignedSite: 'NAT', certificate: 'revoked' }],
    }
    const { running } = await open(t, wrong, { cache, timeout: 20 })
    const stop = keepThreadsBusy()
    const { client_end, server_end } = await running.client('PC').contact('management-point')
    stop()
    t.match(client_end, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    t.match(server_end, { code: 'CERT_REVOKED' })
  },
)
