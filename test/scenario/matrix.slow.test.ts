import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import {
  cellsOf,
  disagreeing,
  everyCellAgrees,
  matrix,
  secureSystems,
  twoModes,
  withListen,
} from './two-modes.ts'

const cache = join(newFolder(t), 'cache')

void t.test('every cell agrees with RSA keys', async (t) => {
  everyCellAgrees(t, await matrix(await twoModes({ keys: 'rsa' }), { cache }))
})

const withoutWebServer = ['system-health-validator-point', 'pxe-service-point', 'branch-distribution-point']

void t.test('a system that listens on the other protocol is found, and it alone', async (t) => {
  const { sites } = await twoModes()
  for (const { code, systems } of sites) {
    for (const { name, roles, ssl, httpTransfer } of systems) {
      const role = roles[0] ?? ''
      if (!httpTransfer || withoutWebServer.includes(role)) continue
      const usesHttps = ssl || (code === 'NAT' && !/fallback|locator|reporting/.test(role))
      const found = await withListen(name, { protocol: usesHttps ? 'http' : 'https' }, cache)
      t.strictSame(found.sort(), cellsOf(code, role).sort(), name)
    }
  }
})

void t.test('a computer that nobody knows is found, and it alone', async (t) => {
  const unknown = await twoModes()
  for (const client of unknown.clients) client.pxeBoot = 'unknown'
  t.strictSame(
    disagreeing(await matrix(unknown, { cache, timeout: 3000 })),
    ['mixed', 'native'].map((mode) => `unaffected-by-site-mode/pxe-service-point/${mode}`),
  )
})

void t.test(
  'a native-mode system that does without client certificates is found, and it alone',
  async (t) => {
    for (const clientCertificate of ['accept', 'ignore'] as const) {
      for (const [name, cells] of secureSystems) {
        const found = await withListen(name, { clientCertificate }, cache)
        // In mixed mode no client presents a certificate, and no server asks for one.
        t.strictSame(found.sort(), name === 'sup2.mix' ? [] : cells.sort(), `${name} ${clientCertificate}`)
      }
      for (const refusal of ['handshake', 'iis'] as const) {
        const found = await withListen('smp.nat', { clientCertificate, refusal }, cache)
        t.strictSame(found, ['within-assigned-site/state-migration-point/native'], refusal)
      }
    }
  },
)

void t.test('a system whose certificate clients refuse is found, and it alone', async (t) => {
  for (const certificate of ['expired', 'wrong-host', 'untrusted-root'] as const) {
    for (const [name, cells] of secureSystems) {
      const found = await withListen(name, { certificate }, cache)
      // A management point refuses a client in mixed mode in any case. A distribution point, which has directories without
      // certificates, refuses it only after the handshake, which the client ends.
      const expected = cells.filter(
        (cell) => !cell.startsWith('mixed-client-in-native-site') || cell.includes('distribution-point'),
      )
      t.strictSame(found.sort(), expected.sort(), `${name} ${certificate}`)
    }
  }
  for (const certificate of [
    'not-yet-valid',
    'wrong-usage',
    'self-signed',
    'incomplete-chain',
    'revoked',
  ] as const) {
    const found = await withListen('smp.nat', { certificate }, cache)
    t.strictSame(found, ['within-assigned-site/state-migration-point/native'], certificate)
  }
})
