import { randomBytes, sign, type KeyLike, type KeyObject } from 'node:crypto'
import {
  constructed,
  serializeBoolean,
  serializeBytes,
  serializeText,
  serializeValue,
  universal,
} from '../sim/encoding/ber.ts'
import { purposes } from './certificates.ts'
import type { Hash } from './credential.ts'
import { nameText, utcTimeYears, type Description, type Usage, type Validity } from './recipes.ts'
import { inside, isTagged, readDer } from './x509.ts'

/** An authority, read for signing. */
export interface Signer {
  /** DER of its distinguished name. */
  name: Buffer
  key: KeyObject
}

/** A certificate for a public key (RFC 5280, section 4.1), signed. DER; `publicKey` too. */
export function serializeCertificate(description: Description, publicKey: Buffer, signer: Signer): Buffer {
  const { serial, hash, validity } = description
  const algorithm = serializeAlgorithm(signer.key, hash)
  const body = serializeValue(
    universal.sequence,
    // Version 3, counted from 0.
    serializeValue(context(0), serializeValue(universal.integer, Buffer.from([2]))),
    serializeValue(universal.integer, Buffer.from(serial, 'hex')),
    algorithm,
    signer.name,
    serializeValidity(validity),
    serializeSubject(description),
    publicKey,
    serializeValue(context(3), serializeValue(universal.sequence, ...serializeExtensions(description))),
  )
  return serializeSigned(body, algorithm, signer.key, hash)
}

/** What an authority has signed, with its signature. */
function serializeSigned(body: Buffer, algorithm: Buffer, key: KeyLike, hash: Hash): Buffer {
  const signature = sign(hash.replace('-', '').toLowerCase(), body, key)
  return serializeValue(universal.sequence, body, algorithm, serializeBits(signature))
}

function serializeValidity({ from, to }: Validity): Buffer {
  return serializeValue(universal.sequence, serializeDate(from), serializeDate(to))
}

/** In the form that a date has to have by its year: UTCTime or GeneralizedTime, to the second. */
function serializeDate(date: Date): Buffer {
  const text = `${date.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
  const year = date.getUTCFullYear()
  return year >= utcTimeYears.first && year <= utcTimeYears.last
    ? serializeText(text.slice(2), universal.utcTime)
    : serializeText(text, universal.generalizedTime)
}

/** Signature algorithms by the kind of the key; those of RSA have a parameter that says nothing (RFC 3279 and RFC 4055). */
const signatureAlgorithms: Readonly<Record<'ec' | 'rsa', Readonly<Record<Hash, string>>>> = {
  ec: { 'SHA-256': '1.2.840.10045.4.3.2', 'SHA-1': '1.2.840.10045.4.1' },
  rsa: { 'SHA-256': '1.2.840.113549.1.1.11', 'SHA-1': '1.2.840.113549.1.1.5' },
}

function serializeAlgorithm({ asymmetricKeyType }: KeyObject, hash: Hash): Buffer {
  return asymmetricKeyType === 'ec'
    ? serializeValue(universal.sequence, serializeIdentifier(signatureAlgorithms.ec[hash]))
    : serializeValue(universal.sequence, serializeIdentifier(signatureAlgorithms.rsa[hash]), nothing)
}

/** NULL. */
const nothing = Buffer.from([0x05, 0])

function serializeSubject({ organization, unit, commonName }: Description): Buffer {
  const parts: [type: string, text: string | undefined][] =
    commonName === undefined
      ? []
      : [
          ['2.5.4.10', organization],
          ['2.5.4.11', unit],
          ['2.5.4.3', commonName],
        ]
  return serializeValue(
    universal.sequence,
    ...parts.flatMap(([type, text]) => (text === undefined ? [] : serializeNamePart(type, nameText(text)))),
  )
}

function serializeNamePart(type: string, text: string): Buffer {
  const value = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? universal.printableString : universal.utf8String
  const part = serializeValue(universal.sequence, serializeIdentifier(type), serializeText(text, value))
  return serializeValue(universal.set, part)
}

/** RFC 5280, section 4.2.1. */
function serializeExtensions({ usage, hosts, listUrl }: Description): Buffer[] {
  const sequence = (...values: Buffer[]): Buffer => serializeValue(universal.sequence, ...values)
  const extensions = [...extensionsOf[usage]]
  if (hosts.length > 0) {
    const names = hosts.map((host) => serializeText(host, generalName.host))
    extensions.push(serializeExtension('2.5.29.17', sequence(...names)))
  }
  if (listUrl !== undefined) {
    const fullName = serializeValue(context(0), serializeText(listUrl, generalName.url))
    extensions.push(serializeExtension('2.5.29.31', sequence(sequence(serializeValue(context(0), fullName)))))
  }
  return extensions
}

const generalName = { host: 0x82, url: 0x86 } as const

/** The extensions that follow from the usage alone. */
const extensionsOf: Readonly<Record<Usage, readonly Buffer[]>> = {
  authority: [basicConstraints(serializeBoolean(true)), keyUsage({ unused: 1, bits: 0b0000_0110 })],
  server: ofHolder('server'),
  client: ofHolder('client'),
  'document-signing': ofHolder('document-signing'),
}

function ofHolder(usage: keyof typeof purposes): Buffer[] {
  const purpose = serializeValue(universal.sequence, serializeIdentifier(purposes[usage]))
  return [
    basicConstraints(),
    keyUsage({ unused: 7, bits: 0b1000_0000 }),
    serializeExtension('2.5.29.37', purpose),
  ]
}

/** Whether the holder is an authority, which none is unless it says so. */
function basicConstraints(...isAuthority: Buffer[]): Buffer {
  return serializeExtension('2.5.29.19', serializeValue(universal.sequence, ...isAuthority), 'critical')
}

/** An authority signs certificates and lists (bits 5 and 6), every other holder what it says (bit 0). */
function keyUsage({ unused, bits }: { unused: number; bits: number }): Buffer {
  return serializeExtension('2.5.29.15', serializeBits(Buffer.from([bits]), unused), 'critical')
}

function serializeExtension(type: string, value: Buffer, critical?: 'critical'): Buffer {
  return serializeValue(
    universal.sequence,
    serializeIdentifier(type),
    ...(critical ? [serializeBoolean(true)] : []),
    serializeBytes(value),
  )
}

/** The first byte of a bit string counts the unused bits of the last one. */
function serializeBits(bytes: Buffer, unused = 0): Buffer {
  return serializeValue(universal.bitString, Buffer.from([unused]), bytes)
}

/** The tag of a constructed value that the context gives its meaning. */
function context(number: number): number {
  return 0x80 | constructed | number
}

/** The first two arcs share a number; each number is written in groups of seven bits, with a mark on all but its last group. */
function serializeIdentifier(identifier: string): Buffer {
  const [top = 0, second = 0, ...rest] = identifier.split('.').map(Number)
  const bytes = [top * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f))
    return groups
  })
  return serializeValue(universal.objectIdentifier, Buffer.from(bytes))
}

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
