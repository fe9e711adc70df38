import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { mp1, newPki, pc1 } from './contoso.ts'
import { opensslError, withoutOpenssl } from './openssl.ts'

void t.test('certificates follow the clock by the month', async (t) => {
  const cache = t.testdir()
  const rootAt = async (now: string) => {
    const { root } = await newPki({ cache, startsAt: new Date(now) }).authorities()
    return root
  }
  const july = await rootAt('2026-07-01T00:00:00Z')
  t.equal(await rootAt('2026-07-31T23:59:59Z'), july)
  t.not(await rootAt('2026-08-01T00:00:00Z'), july)
  const december = new X509Certificate(
    (await newPki({ startsAt: new Date('2026-12-31T23:00:00Z') }).webServer(mp1, 'good')).certificate,
  )
  t.equal(new Date(december.validFrom).toISOString(), '2026-11-01T00:00:00.000Z')
  t.equal(new Date(december.validTo).toISOString(), '2027-12-01T00:00:00.000Z')
})

void t.test(
  "with a clock of another age all is dated so that the machine's clock says the same of it",
  { skip: withoutOpenssl },
  async (t) => {
    for (const startsAt of [
      new Date('2007-09-15T12:00:00Z'),
      new Date(Date.now() + 10 * 365 * 86_400_000),
      new Date('2061-01-31Z'),
      // Dated back to before 1950, where UTCTime ends, and to the Middle Ages.
      new Date(Date.now() + 80 * 365 * 86_400_000),
      new Date(Date.now() + 900 * 365 * 86_400_000),
    ]) {
      const ahead = startsAt.getTime() - Date.now()
      const pki = newPki({ startsAt, ahead: () => ahead })
      const judged = async (recipe: CertificateRecipe) =>
        opensslError(t, pki, await pki.webServer(mp1, recipe), [], '')
      t.equal(await judged('good'), 0, `valid in ${startsAt.getUTCFullYear()}`)
      t.equal(await judged('expired'), 10)
      t.equal(await judged('not-yet-valid'), 9)
    }
  },
)

void t.test(
  'when the clock has moved on, what was valid has run out',
  { skip: withoutOpenssl },
  async (t) => {
    let ahead = 0
    const pki = newPki({ ahead: () => ahead })
    const judged = async (recipe: CertificateRecipe) =>
      opensslError(t, pki, await pki.client(pc1, recipe), [], '')
    const serial = async () => new X509Certificate((await pki.client(pc1, 'good')).certificate).serialNumber
    const before = await serial()
    const days = (count: number): number => count * 86_400_000
    ahead = days(120)
    t.equal(await judged('good'), 0)
    t.equal(await judged('not-yet-valid'), 0)
    ahead = days(400)
    t.equal(await judged('good'), 10)
    t.equal(await serial(), before, 'it is still the same certificate to a revocation list')
    ahead = 0
    t.equal(await judged('good'), 0)
    t.equal(await judged('not-yet-valid'), 9)
  },
)
