import { X509Certificate } from 'node:crypto'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { culpritOf } from '../../certs/certificates.ts'
import { certificatesIn } from '../../certs/credential.ts'
import { readIssuerName } from '../../certs/x509.ts'
import { chainWarnings } from '../../sim/probe/chain-warnings.ts'
import { handshakeWarnings } from '../../sim/probe/handshake-warnings.ts'
import type { CertificateEvidence } from '../../sim/vocabulary/certificate.ts'
import { mp1, newPki } from '../certs/contoso.ts'
import { createRandom } from '../fuzz/random.ts'

/** How many certificates were read, and how many of them have something in them that cannot be read. */
export interface Tally {
  read: number
  unreadable: Record<Fact, number>
}

type Fact = Exclude<keyof CertificateEvidence, 'authority'>

const texts = ['subject', 'issuer', 'serialNumber', 'notBefore', 'notAfter', 'key', 'hash'] as const

/**
 * Changes one or two bytes of a good certificate, again and again, until as many as are asked for can be parsed, and says of
 * each all that a probe says of a server's. Throws where that fails.
 */
export async function readMutants(count: number, seed: number): Promise<Tally> {
  const originals = await goodCertificates()
  // Few, since each is tried as the issuer of each.
  const anchors = originals.slice(0, 2).map((der) => new X509Certificate(der))
  const random = createRandom(seed)
  const tally: Tally = {
    read: 0,
    unreadable: {
      ...{ subject: 0, issuer: 0, serialNumber: 0, notBefore: 0, notAfter: 0 },
      ...{ key: 0, hash: 0, names: 0, usages: 0 },
    },
  }
  while (tally.read < count) {
    const bytes = Buffer.from(random.pick(originals))
    for (let changes = 1 + random.below(2); changes > 0; changes--)
      bytes[random.below(bytes.length)] = random.below(256)
    const mutant = parsed(bytes)
    if (!mutant) continue
    tally.read += 1
    try {
      judge(mutant, anchors, tally)
    } catch (error) {
      throw new Error(`seed ${seed}, certificate ${tally.read}: ${bytes.toString('base64')}`, {
        cause: error,
      })
    }
  }
  return tally
}

function parsed(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

function judge(mutant: X509Certificate, anchors: X509Certificate[], tally: Tally): void {
  const facts = certificateFacts(mutant)
  for (const fact of texts) {
    if (typeof facts[fact] !== 'string') throw new Error(`${fact} is no text`)
    if (isUnreadable(facts[fact])) tally.unreadable[fact] += 1
  }
  for (const fact of ['names', 'usages'] as const)
    if (facts[fact].some(isUnreadable)) tally.unreadable[fact] += 1
  for (const date of [facts.notBefore, facts.notAfter])
    if (!isUnreadable(date) && !/^\d{4}-\d\d-\d\dT[\d:]{8}\.000Z$/.test(date))
      throw new Error(`a date is ${date}`)
  const chain = [mutant, ...anchors]
  culpritOf(chain, 'CERT_HAS_EXPIRED', { anchors: chain, purpose: 'server', at: new Date(), host: mp1.fqdn })
  chainWarnings(chain, chain)
  readIssuerName(mutant.raw)
  handshakeWarnings({
    ...{ version: undefined, offered: undefined, page: undefined, first: undefined },
    ...{ certificateAsked: false, status: null, end: null, chain: [facts] },
    ...{ ownIssuers: [], acceptableAuthorities: [] },
  })
}

function isUnreadable(text: string): boolean {
  return text.startsWith('unreadable: ')
}

/** Certificates of every kind of key, with and without each extension. */
async function goodCertificates(): Promise<Buffer[]> {
  const recipes = [
    'good',
    'self-signed',
    'attribute-with-spaces',
    'weak-key',
    'subject-without-name',
  ] as const
  const made = await Promise.all(
    (['ec', 'rsa'] as const).map(async (keys) => {
      const pki = newPki({ keys })
      const { root } = await pki.authorities()
      const servers = await Promise.all(recipes.map((recipe) => pki.webServer(mp1, recipe)))
      return [root, ...servers.map(({ certificate }) => certificate)]
    }),
  )
  return made.flat().flatMap((pem) =>
    certificatesIn(pem)
      .slice(0, 1)
      .map(({ raw }) => raw),
  )
}
