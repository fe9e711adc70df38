import { bytesOf, contentOf, dateOf, inside, isUniversal, readDer } from './read-der.ts'
import { signatureHash } from './signature-hash.ts'

/** A revocation list as it was published. */
export interface ReadRevocationList {
  /** Hexadecimal DER of the authority's distinguished name. */
  issuer: string
  thisUpdate: Date
  nextUpdate: Date
  /** Serial numbers as Node writes them: hexadecimal, upper case. */
  serials: ReadonlySet<string>
  /** The bytes that are signed, and how. */
  signed: Buffer
  /** Name for node:crypto: `sha256`. */
  hash: string
  signature: Buffer
}

const sequence = 16
const integer = 2

/** RFC 5280, section 5.1. Throws a `RangeError` when it is no list. */
export async function readRevocationList(bytes: Buffer): Promise<ReadRevocationList> {
  const list = await readDer(bytes)
  const [body, , signature] = inside(list)
  // The version is optional.
  const fields = inside(body).filter((field, index) => index > 0 || !isUniversal(field, integer))
  const [, issuer, written, next, entries] = fields
  const thisUpdate = dateOf(written)
  const nextUpdate = dateOf(next)
  if (!body || !thisUpdate || !nextUpdate) throw new RangeError('this is no revocation list')
  const revoked = isUniversal(entries, sequence) ? inside(entries) : []
  return {
    issuer: bytesOf(issuer).toString('hex'),
    thisUpdate,
    nextUpdate,
    serials: new Set(revoked.map((entry) => serialText(contentOf(inside(entry)[0])))),
    signed: bytesOf(body),
    hash: signatureHash(list).replace('-', '').toLowerCase(),
    signature: contentOf(signature),
  }
}

/** A number with its highest bit set is written with a zero before it. */
function serialText(content: Buffer): string {
  return content
    .toString('hex')
    .toUpperCase()
    .replace(/^00(?=.)/, '')
}
