import { verify, X509Certificate } from 'node:crypto'
import { readCertificateNames, type CertificateNames } from '../der/certificate.ts'
import { readRevocationList, type ReadRevocationList } from '../der/revocation-list.ts'

/** Why a chain's revocation status speaks against it; `code` is OpenSSL's for the same finding where it has one. */
export interface RevocationFault {
  code:
    | 'CERT_REVOKED'
    | 'UNABLE_TO_GET_CRL'
    | 'CRL_NOT_FOUND'
    | 'CRL_NOT_YET_VALID'
    | 'CRL_HAS_EXPIRED'
    | 'CRL_SIGNATURE_FAILURE'
  /** For people. */
  message: string
  /** The certificate that is revoked, or whose status nobody can tell. */
  certificate: X509Certificate
}

/** One machine's look at revocation lists, which it fetches when it needs them and keeps until their next update. */
export interface RevocationChecker {
  /** The leaf first, each followed by its issuer; the trusted root may be left out. Nobody can revoke a root. */
  check(chain: readonly X509Certificate[]): Promise<RevocationFault | undefined>
  /** Lets go of the lists kept: the next check fetches them anew. */
  forget(): void
}

export interface CheckerOptions {
  /** undefined: there is no such list. Rejects when the point that publishes it cannot be reached. */
  fetch(url: string): Promise<Buffer | undefined>
  /** The simulation's clock, by which lists are dated. */
  now(): Date
  /** The trusted root, and the authorities under it that are known without being sent. */
  authorities(): Promise<readonly X509Certificate[]>
  /** Where to look for the list of a certificate that names no place. */
  fallback: readonly string[]
}

/**
 * A status that nobody can tell counts as revoked ("Determine If You Need to Enable CRL Checking on Clients (Native
 * Mode)"). OpenSSL's own check is of no use here: it wants the lists before the handshake in which it learns which
 * ones it needs, and its last word on an untrusted certificate is that its issuer's list is missing.
 */
export function createRevocationChecker({
  fetch,
  now,
  authorities,
  fallback,
}: CheckerOptions): RevocationChecker {
  const lists = new Map<string, Promise<ReadRevocationList | undefined>>()
  const names = new Map<string, CertificateNames | undefined>()

  /** undefined for a certificate that cannot be read. */
  function namesOf({ fingerprint256, raw }: X509Certificate): CertificateNames | undefined {
    if (!names.has(fingerprint256)) names.set(fingerprint256, readOrUndefined(raw))
    return names.get(fingerprint256)
  }

  async function listAt(url: string): Promise<ReadRevocationList | undefined> {
    const kept = lists.get(url)
    const list = await kept
    if (list && now() < list.nextUpdate) return list
    // Another check may have begun to fetch in the meantime.
    if (lists.get(url) !== kept) return listAt(url)
    const fetched = fetch(url).then((bytes) => bytes && readRevocationList(bytes))
    lists.set(url, fetched)
    // What failed may work the next time.
    const forget = (): void => {
      if (lists.get(url) === fetched) lists.delete(url)
    }
    fetched.then((read) => read ?? forget(), forget)
    return fetched
  }

  async function checkOne(
    certificate: X509Certificate,
    issuer: X509Certificate,
  ): Promise<RevocationFault | undefined> {
    const fault = (code: RevocationFault['code'], message: string): RevocationFault => ({
      code,
      message,
      certificate,
    })
    const read = namesOf(certificate)
    if (!read) return fault('UNABLE_TO_GET_CRL', 'the certificate does not tell where its list is')
    const { listUrls, issuer: wanted } = read
    const urls = listUrls.length > 0 ? listUrls : fallback
    let unreachable: string | undefined
    let list: ReadRevocationList | undefined
    let from = ''
    for (const url of urls) {
      const found = await listAt(url).catch((error: unknown) => {
        unreachable ??= `cannot get the revocation list ${url}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`
        return undefined
      })
      if (!list && found?.issuer === wanted) {
        list = found
        from = url
      }
    }
    if (!list) {
      if (unreachable !== undefined) return fault('UNABLE_TO_GET_CRL', unreachable)
      return fault('CRL_NOT_FOUND', `there is no revocation list at ${urls.join(' or ')}`)
    }
    if (!isSignedBy(list, issuer)) {
      // Nobody keeps what is not to be believed.
      lists.delete(from)
      return fault(
        'CRL_SIGNATURE_FAILURE',
        'the revocation list is not signed by the authority that it names',
      )
    }
    if (list.nextUpdate <= now())
      return fault('CRL_HAS_EXPIRED', `the revocation list ran out on ${day(list.nextUpdate)}`)
    if (list.thisUpdate > now())
      return fault('CRL_NOT_YET_VALID', `the revocation list begins on ${day(list.thisUpdate)}`)
    if (list.serials.has(certificate.serialNumber))
      return fault('CERT_REVOKED', 'the certificate has been revoked')
    return undefined
  }

  return {
    async check([leaf, ...sent]) {
      const known = await authorities()
      const path = leaf ? pathUp(leaf, [...known, ...sent]) : []
      // From the top: what a revoked authority says of those below it does not count.
      for (const [certificate, issuer] of path.toReversed()) {
        const fault = issuer ? await checkOne(certificate, issuer) : withoutIssuer(certificate)
        if (fault) return fault
      }
      return undefined
    },
    forget: () => lists.clear(),
  }
}

function readOrUndefined(certificate: Buffer): CertificateNames | undefined {
  try {
    return readCertificateNames(certificate)
  } catch {
    return undefined
  }
}

type Step = readonly [certificate: X509Certificate, issuer: X509Certificate | undefined]

/**
 * Each certificate with its issuer, from the leaf to the one under the root. The other end may have sent them in any
 * order, twice, or not at all where they are known here.
 */
function pathUp(leaf: X509Certificate, others: readonly X509Certificate[]): Step[] {
  const path: Step[] = []
  let certificate = leaf
  while (path.length <= others.length) {
    const { issuer: wanted, subject } = certificate
    const issuer = wanted === subject ? undefined : others.find((other) => other.subject === wanted)
    path.push([certificate, issuer])
    if (!issuer || issuer.subject === issuer.issuer) break
    certificate = issuer
  }
  return path
}

/** Nobody can tell whose list would have to name it. */
function withoutIssuer(certificate: X509Certificate): RevocationFault {
  return { code: 'UNABLE_TO_GET_CRL', message: 'the issuer of the certificate is not known', certificate }
}

const verified = new WeakMap<ReadRevocationList, Map<string, boolean>>()

/**
 * Told once for each list and the name of its issuer: signatures are checked in the middle of every handshake. A list
 * that is kept while the clock moves stays good, though its authority is issued anew, with another key, for that date.
 */
function isSignedBy(list: ReadRevocationList, issuer: X509Certificate): boolean {
  const known = verified.get(list) ?? new Map<string, boolean>()
  verified.set(list, known)
  const told = known.get(issuer.subject) ?? verify(list.hash, list.signed, issuer.publicKey, list.signature)
  known.set(issuer.subject, told)
  return told
}

function day(date: Date): string {
  return date.toISOString().slice(0, '2026-07-01'.length)
}
