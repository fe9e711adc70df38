import { randomBytes, type KeyLike } from 'node:crypto'
import { serializeValue, universal } from '../sim/encoding/ber.ts'
import type { Hash } from './credential.ts'
import type { Validity } from './recipes.ts'
import { serializeSigned, serializeValidity } from './serialize-certificate.ts'
import { inside, isTagged, readDer } from './x509.ts'

/**
 * The same certificate with these dates, signed anew, for those that the library cannot write. DER; `key` is its issuer's, in
 * PEM.
 */
export function redated(certificate: Buffer, validity: Validity, key: string, hash: Hash): Buffer {
  return signedAnew(certificate, 'dates', serializeValidity(validity), key, hash)
}

/** The same certificate with a serial number of its own, signed anew. DER; `key` is its issuer's. */
export function renumbered(certificate: Buffer, key: KeyLike, hash: Hash): Buffer {
  // The first byte keeps the number positive.
  const number = serializeValue(universal.integer, Buffer.from([1]), randomBytes(8))
  return signedAnew(certificate, 'serial', number, key, hash)
}

/** Places of a certificate's fields, after the version, which is optional: the algorithm and the issuer stand in between. */
const places = { serial: 0, dates: 3 } as const

function signedAnew(
  certificate: Buffer,
  field: keyof typeof places,
  value: Buffer,
  key: KeyLike,
  hash: Hash,
): Buffer {
  const [body, algorithm] = inside(readDer(certificate))
  const fields = inside(body)
  const place = places[field] + (isTagged(fields[0], 0) ? 1 : 0)
  const changed = serializeValue(
    universal.sequence,
    ...fields.map(({ bytes }, index) => (index === place ? value : bytes)),
  )
  return serializeSigned(changed, algorithm?.bytes ?? Buffer.alloc(0), key, hash)
}
