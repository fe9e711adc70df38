import { randomBytes, sign, type KeyLike } from 'node:crypto'
import { serializeValue, universal } from '../sim/encoding/ber.ts'
import type { Hash } from './credential.ts'
import { utcTimeYears, type Validity } from './recipes.ts'
import { inside, isTagged, readDer } from './x509.ts'

/**
 * The same certificate with these dates, signed anew, for those that the libraries cannot write. DER; `key` is its issuer's,
 * in PEM.
 */
export function redated(certificate: Buffer, { from, to }: Validity, key: string, hash: Hash): Buffer {
  const dates = serializeValue(universal.sequence, timeValue(from), timeValue(to))
  return signedAnew(certificate, 'dates', dates, key, hash)
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
  const signed = serializeValue(
    universal.sequence,
    ...fields.map(({ bytes }, index) => (index === place ? value : bytes)),
  )
  const signature = sign(hash.replace('-', '').toLowerCase(), signed, key)
  return serializeValue(
    universal.sequence,
    signed,
    algorithm?.bytes ?? Buffer.alloc(0),
    // The first byte of a bit string counts the unused bits of the last one.
    serializeValue(universal.bitString, Buffer.from([0]), signature),
  )
}

/** The form that a date has to have by its year: UTCTime or GeneralizedTime, to the second. */
function timeValue(date: Date): Buffer {
  const text = `${date.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
  const year = date.getUTCFullYear()
  return year >= utcTimeYears.first && year <= utcTimeYears.last
    ? serializeValue(universal.utcTime, Buffer.from(text.slice(2)))
    : serializeValue(universal.generalizedTime, Buffer.from(text))
}
