import t from 'tap'
import { startHierarchy, type ForeignConnection } from '../../sim/index.ts'
import { mpListPath } from '../../sim/wire/management-point/management-point-list.ts'
import { browse, noChromium } from './chromium.ts'
import { testByServe, watched } from './serve-visits.ts'
import { systemNames, visited } from './visited-management-points.ts'

testByServe('openssl')
testByServe('gnutls-cli')
testByServe('python')

// A browser shows a certificate from the store of its machine, as a policy or a person chooses: this one has none to show.
for (const version of ['1.2', '1.3'] as const) {
  void t.test(`chromium in TLS ${version}, by the library`, { skip: noChromium }, async (t) => {
    const heard: ForeignConnection[] = []
    const { changed, until } = watched()
    await using running = await startHierarchy(
      { ...visited, clients: [], tls: { version } },
      {
        cache: t.testdir({}),
        journal(event) {
          if (event.type !== 'connection') return
          heard.push(event.connection)
          changed()
        },
      },
    )
    const { systems } = running
    const browser = await browse(t, ...systems.map(({ fqdn, address }) => `MAP ${fqdn} ${address}`))

    async function visit(name: string, trusting: boolean): Promise<string> {
      const context = await browser.newContext({ ignoreHTTPSErrors: trusting })
      const page = await context.newPage()
      const ended = await page.goto(`https://${name}.contoso.test:8443${mpListPath}`).then(
        (answer) => String(answer?.status()),
        (error: unknown) => String(error),
      )
      await context.close()
      return ended
    }
    const failuresAt = (name: string): ForeignConnection[] =>
      heard.filter(({ system, outcome }) => system === `${name}.contoso.test` && outcome === 'failed')

    for (const name of systemNames) {
      t.match(await visit(name, false), /ERR_CERT_AUTHORITY_INVALID/)
      await until(() => failuresAt(name).length > 0)
      const [refused] = failuresAt(name)
      t.match(refused, {
        diagnosis: 'server-certificate-untrusted',
        server_end: { code: /CERTIFICATE_UNKNOWN/ },
      })
    }
    for (const name of systemNames) {
      t.match(await visit(name, true), name === 'iis.nat' ? /^403$/ : /net::ERR_/)
      // It comes several times: it asks for leave to trust the server, and then for a certificate to show.
      await until(() => failuresAt(name).some(({ diagnosis }) => diagnosis === 'client-certificate-missing'))
      t.match(failuresAt(name).at(-1), { tls: `TLSv${version}`, certificate: null })
    }
  })
}
