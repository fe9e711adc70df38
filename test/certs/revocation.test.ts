import { X509Certificate } from 'node:crypto'
import t from 'tap'
import type { RevocationListFault } from '../../sim/vocabulary/fault.ts'
import type { Pki } from '../../certs/pki.ts'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import {
  createRevocationChecker,
  type CheckerOptions,
  type RevocationChecker,
} from '../../certs/revocation-checker.ts'
import { newPki, pc1 } from './contoso.ts'

const day = 86_400_000

interface Checked {
  pki: Pki
  checker: RevocationChecker
  /** Paths asked for, in order. */
  fetched: string[]
  clock: { now: Date }
  flaw: { is?: RevocationListFault }
  code(recipe: CertificateRecipe): Promise<string>
}

/** A machine that checks revocation, and a point that publishes lists, without sockets. */
async function checked(options: Partial<CheckerOptions> = {}): Promise<Checked> {
  const pki = newPki()
  const fetched: string[] = []
  const clock = { now: new Date() }
  const flaw: { is?: RevocationListFault } = {}
  const root = new X509Certificate((await pki.authorities()).root)
  const checker = createRevocationChecker({
    fetch(url) {
      const { pathname } = new URL(url)
      fetched.push(pathname)
      return pki.publishedList(pathname, flaw.is)
    },
    now: () => clock.now,
    authorities: () => Promise.resolve([root]),
    fallback: [],
    ...options,
  })
  async function code(recipe: CertificateRecipe): Promise<string> {
    const { certificate } = await pki.client(pc1, recipe)
    const chain = certificate.split(/(?<=END CERTIFICATE-----\n)(?=.)/).map((pem) => new X509Certificate(pem))
    return (await checker.check(chain))?.code ?? 'good'
  }
  return { pki, checker, fetched, clock, flaw, code }
}

void t.test('revoked certificates are found at every height of the chain, and no others', async (t) => {
  const { code, checker, pki } = await checked()
  t.equal(await code('good'), 'good')
  t.equal(await code('revoked'), 'CERT_REVOKED')
  t.equal(await code('revoked-intermediate'), 'CERT_REVOKED')
  const { certificate } = await pki.client(pc1, 'revoked-intermediate')
  const [leaf = '', authority = ''] = certificate.split(/(?<=END CERTIFICATE-----\n)(?=.)/)
  const fault = await checker.check([new X509Certificate(leaf), new X509Certificate(authority)])
  t.equal(
    fault?.certificate.subject,
    new X509Certificate(authority).subject,
    'it is the authority that is revoked',
  )
})

void t.test(
  'lists are fetched once, kept until their next update, and fetched anew when let go',
  async (t) => {
    const { code, fetched, clock, checker, pki } = await checked()
    t.strictSame(await Promise.all([code('good'), code('good'), code('another-good')]), [
      'good',
      'good',
      'good',
    ])
    t.strictSame(fetched.toSorted(), ['/issuing.crl', '/root.crl'])
    pki.revoke({ purpose: 'client', fqdn: pc1.fqdn, recipe: 'good' })
    t.equal(await code('good'), 'good', 'the list that is kept does not know')
    checker.forget()
    t.equal(await code('good'), 'CERT_REVOKED')
    t.equal(await code('another-good'), 'good', 'one certificate is revoked, not its holder')
    t.equal(fetched.length, 4)
    clock.now = new Date(clock.now.getTime() + 15 * day)
    t.equal(await code('good'), 'CRL_HAS_EXPIRED', 'nobody has published since, by that clock')
    t.equal(fetched.length, 5, 'the one of the root is the first that is wanted')
  },
)

void t.test('a list that cannot be had or believed counts against the certificate', async (t) => {
  const { code, flaw, checker } = await checked()
  const codes: Record<RevocationListFault, string> = {
    'list-missing': 'CRL_NOT_FOUND',
    'list-expired': 'CRL_HAS_EXPIRED',
    'list-wrongly-signed': 'CRL_SIGNATURE_FAILURE',
  }
  for (const [is, expected] of Object.entries(codes)) {
    flaw.is = is as RevocationListFault
    checker.forget()
    t.equal(await code('good'), expected, is)
  }
  delete flaw.is
  checker.forget()
  t.equal(await code('good'), 'good')
})

void t.test('a point that cannot be reached is asked again the next time', async (t) => {
  let reachable = false
  const pki = newPki()
  const { code } = await checked({
    fetch: (url) =>
      reachable
        ? pki.publishedList(new URL(url).pathname)
        : Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
  })
  t.equal(await code('good'), 'UNABLE_TO_GET_CRL')
  reachable = true
  t.equal(await code('good'), 'CRL_SIGNATURE_FAILURE', 'of another authority, this time')
})

void t.test('a file that is not a list counts as a missing list', async (t) => {
  for (const bytes of [Buffer.from('<html>404</html>'), Buffer.alloc(0), Buffer.from('3003020101', 'hex')]) {
    const { code } = await checked({ fetch: () => Promise.resolve(bytes) })
    t.equal(await code('good'), 'UNABLE_TO_GET_CRL', bytes.toString('hex'))
  }
})

void t.test('a certificate whose issuer is not there, and one that names no place', async (t) => {
  const { checker, fetched, pki } = await checked({
    fallback: ['http://crl.test/root.crl', 'http://crl.test/issuing.crl'],
  })
  const certificateOf = async (recipe: CertificateRecipe) =>
    new X509Certificate((await pki.client(pc1, recipe)).certificate)
  t.equal(
    (await checker.check([await certificateOf('revoked')]))?.code,
    'UNABLE_TO_GET_CRL',
    'it is not let pass',
  )
  t.equal((await checker.check([await certificateOf('self-signed')]))?.code, 'UNABLE_TO_GET_CRL')
  t.strictSame(fetched, [])
  t.equal(await checker.check([]), undefined, 'where nothing is presented there is nothing to revoke')
})
