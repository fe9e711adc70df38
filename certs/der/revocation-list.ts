import { universal, type BerValue } from '../../sim/encoding/ber.ts'
import { dateOf, inside, readDer } from './read-der.ts'
import { signatureHash } from './certificate.ts'

/** The fields of a published revocation list. */
export interface ReadRevocationList {
  /** Hexadecimal DER of the authority's distinguished name. */
  issuer: string
  thisUpdate: Date
  nextUpdate: Date
  /** Serial numbers as Node writes them: hexadecimal, upper case. */
  serials: ReadonlySet<string>
  /** The signed bytes. */
  signed: Buffer
  /** Name for node:crypto: `sha256`. */
  hash: string
  signature: Buffer
}

/** RFC 5280, section 5.1. Throws a `RangeError` if the bytes are not a list. */
export function readRevocationList(bytes: Buffer): ReadRevocationList {
  const list = readDer(bytes)
  const [body, , signature] = inside(list)
  // The version is optional.
  const fields = inside(body).filter((field, index) => index > 0 || field.tag !== universal.integer)
  const [, issuer, written, next, entries] = fields
  const thisUpdate = dateOf(written)
  const nextUpdate = dateOf(next)
  if (!body || !issuer || !signature || !thisUpdate || !nextUpdate)
    throw new RangeError('this is no revocation list')
  const revoked = entries?.tag === universal.sequence ? inside(entries) : []
  return {
    issuer: issuer.bytes.toString('hex'),
    thisUpdate,
    nextUpdate,
    serials: new Set(revoked.flatMap((entry) => inside(entry).slice(0, 1).map(serialText))),
    signed: body.bytes,
    hash: signatureHash(list).replace('-', '').toLowerCase(),
    // The first byte of a bit string counts the unused bits of the last one: none.
    signature: signature.content.subarray(1),
  }
}

/** DER puts a zero byte before a number whose highest bit is set. */
function serialText({ content }: BerValue): string {
  return content
    .toString('hex')
    .toUpperCase()
    .replace(/^00(?=.)/, '')
}
