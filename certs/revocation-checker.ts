import { verify, X509Certificate } from 'node:crypto'
import {
  readCertificateNames,
  readRevocationList,
  type CertificateNames,
  type ReadRevocationList,
} from './x509.ts'

/** A reason to refuse a chain for its revocation status; `code` is OpenSSL's for the same finding if it has one. */
export interface RevocationFault {
  code:
    | 'CERT_REVOKED'
    | 'UNABLE_TO_GET_CRL'
    | 'CRL_NOT_FOUND'
    | 'CRL_NOT_YET_VALID'
    | 'CRL_HAS_EXPIRED'
    | 'CRL_SIGNATURE_FAILURE'
  /** A sentence for people. */
  message: string
  /** The certificate that is revoked, or whose status is unknown. */
  certificate: X509Certificate
}

/** Checks chains for one machine. It fetches revocation lists on demand and keeps them until their next update. */
export interface RevocationChecker {
  /** Takes the leaf first, then the issuers; the trusted root may be left out, since nothing can revoke a root. */
  check(chain: readonly X509Certificate[]): Promise<RevocationFault | undefined>
  /** Drops the lists kept, so that the next check fetches them again. */
  forget(): void
}

/** A list that is not fetched because a rule of ours forbids it; its message tells which. */
export class ForbiddenFetchError extends Error {
  readonly code = 'OUTSIDE_LOOPBACK'
}

export interface CheckerOptions {
  /** Resolves to undefined if there is no such list; rejects if the point that publishes it cannot be reached. */
  fetch(url: string): Promise<Buffer | undefined>
  /** The simulation's clock, by which lists are dated. */
  now(): Date
  /** The trusted root, and the authorities under it that the machine knows. */
  authorities(): Promise<readonly X509Certificate[]>
  /** URLs of the list for a certificate that names none. */
  fallback: readonly string[]
}

/**
 * An unknown status counts as revoked ("Determine If You Need to Enable CRL Checking on Clients (Native Mode)").
 * OpenSSL's own check does not serve: it needs the lists before the handshake that shows which ones it needs, and
 * reports an untrusted certificate as one whose issuer's list is missing.
 */
export function createRevocationChecker({
  fetch,
  now,
  authorities,
  fallback,
}: CheckerOptions): RevocationChecker {
  const lists = new Map<string, Promise<ReadRevocationList | undefined>>()
  const names = new Map<string, CertificateNames | undefined>()

  /** Undefined for a certificate that cannot be read. */
  function namesOf({ fingerprint256, raw }: X509Certificate): CertificateNames | undefined {
    if (!names.has(fingerprint256)) names.set(fingerprint256, readOrUndefined(raw))
    return names.get(fingerprint256)
  }

  async function listAt(url: string): Promise<ReadRevocationList | undefined> {
    const kept = lists.get(url)
    const list = await kept
    if (list && now() < list.nextUpdate) return list
    // Another check may have started a fetch in the meantime.
    if (lists.get(url) !== kept) return listAt(url)
    const fetched = fetch(url).then((bytes) => bytes && readRevocationList(bytes))
    lists.set(url, fetched)
    // A fetch that failed may succeed the next time.
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
        unreachable ??= `cannot get the revocation list ${url}: ${inWords(error)}`
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
      // A list with a bad signature is not kept.
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
      // From the top down: a revoked authority's list does not count.
      for (const [certificate, issuer] of path.toReversed()) {
        const fault = issuer ? await checkOne(certificate, issuer) : withoutIssuer(certificate)
        if (fault) return fault
      }
      return undefined
    },
    forget: () => lists.clear(),
  }
}

function inWords(error: unknown): string {
  if (error instanceof ForbiddenFetchError) return error.message
  return (error as NodeJS.ErrnoException).code ?? String(error)
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
 * Each certificate with its issuer, from the leaf to the one under the root. The peer may send certificates in any
 * order and twice, and leave out those that are known here.
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

/** Without its issuer the certificate's list cannot be found. */
function withoutIssuer(certificate: X509Certificate): RevocationFault {
  return { code: 'UNABLE_TO_GET_CRL', message: 'the issuer of the certificate is not known', certificate }
}

const verified = new WeakMap<ReadRevocationList, Map<string, boolean>>()

/**
 * Verifies a list once per issuer's name, since every handshake asks. A list kept while the clock moves stays valid,
 * although its authority is then issued again with another key.
 */
function isSignedBy(list: ReadRevocationList, issuer: X509Certificate): boolean {
  const known = verified.get(list) ?? new Map<string, boolean>()
  verified.set(list, known)
  const valid = known.get(issuer.subject) ?? verify(list.hash, list.signed, issuer.publicKey, list.signature)
  known.set(issuer.subject, valid)
  return valid
}

function day(date: Date): string {
  return date.toISOString().slice(0, '2026-07-01'.length)
}
