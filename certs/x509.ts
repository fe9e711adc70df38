import { universal, type BerValue, isLongTag, parseHead, constructed } from '../sim/encoding/ber.ts'

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
}

/** The hash of a signed structure's signature (a certificate or a revocation list): `SHA-256`, or the algorithm's identifier. */
function signatureHash(signed: BerValue): string {
  const [, algorithm] = inside(signed)
  const identifier = identifierOf(inside(algorithm)[0])
  return hashes[identifier] ?? identifier
}

/** Undefined where the certificate names none. */
export function readSignatureHash(certificate: Buffer): string | undefined {
  const hash = orElse('', () => signatureHash(readDer(certificate)))
  return hash === '' ? undefined : hash
}

const types: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
}

/** A distinguished name in one line, the most particular part first: `CN=issuing authority, O=contoso.test`. */
export function readDistinguishedName(der: Buffer): string {
  const parts = inside(readDer(der)).flatMap(inside)
  return parts
    .map((part) => {
      const [type, value] = inside(part)
      const identifier = identifierOf(type)
      return `${types[identifier] ?? identifier}=${textOf(value)}`
    })
    .reverse()
    .join(', ')
}

/** The other kinds of text that a name can have (PrintableString, IA5String, T61String) are read as Latin-1. */
function textOf(value: BerValue | undefined): string {
  if (value?.tag === universal.utf8String) return value.content.toString()
  if (value?.tag !== universal.bmpString) return value?.content.toString('latin1') ?? ''
  const wholeCharacters = value.content.subarray(0, value.content.length & ~1)
  return Buffer.from(wholeCharacters).swap16().toString('utf16le')
}

/** Facts of a certificate that Node does not provide: the URLs of its issuer's revocation lists, and whose list that is. */
export interface CertificateNames {
  /** Hexadecimal DER of the distinguished name. */
  issuer: string
  subject: string
  /** HTTP only: nothing here fetches a list by LDAP. */
  listUrls: string[]
}

const distributionPoints = '2.5.29.31'

/** RFC 5280, sections 4.1 and 4.2.1.13. */
export function readCertificateNames(certificate: Buffer): CertificateNames {
  const fields = fieldsOf(certificate)
  const [, , issuer, , subject] = fields
  const points = extensionOf(fields, distributionPoints)
  return { issuer: nameOf(issuer), subject: nameOf(subject), listUrls: points ? urlsIn(points) : [] }
}

/** Identifiers of the key in a certificate and of the key that signed it, in hexadecimal; either may be missing. */
export interface KeyIdentifiers {
  own: string | undefined
  issuer: string | undefined
}

/** RFC 5280, sections 4.2.1.1 and 4.2.1.2. Neither is known of a certificate whose extensions cannot be read. */
export function readKeyIdentifiers(certificate: Buffer): KeyIdentifiers {
  return orElse({ own: undefined, issuer: undefined }, () => keyIdentifiersIn(fieldsOf(certificate)))
}

function keyIdentifiersIn(fields: readonly BerValue[]): KeyIdentifiers {
  const issuer = inside(extensionOf(fields, '2.5.29.35')).find((field) => isTagged(field, 0))
  return {
    own: extensionOf(fields, '2.5.29.14')?.content.toString('hex').toUpperCase(),
    issuer: issuer?.content.toString('hex').toUpperCase(),
  }
}

function extensionOf(fields: readonly BerValue[], identifier: string): BerValue | undefined {
  const extensions = inside(inside(fields.find((field) => isTagged(field, 3)))[0])
  const value = inside(extensions.find((one) => identifierOf(inside(one)[0]) === identifier)).at(-1)
  return value && readDer(value.content)
}

export function hasExtension(certificate: Buffer, identifier: string): boolean {
  return orElse(true, () => extensionOf(fieldsOf(certificate), identifier) !== undefined)
}

/** The issuer's name as `readDistinguishedName` writes it, which escapes nothing; Node's own text does. Empty if unreadable. */
export function readIssuerName(certificate: Buffer): string {
  return orElse('', () => {
    const [, , issuer] = fieldsOf(certificate)
    return issuer ? readDistinguishedName(issuer.bytes) : ''
  })
}

/** A date in a certificate, and what is written there; undefined where that is no date of RFC 5280. */
export interface ReadDate {
  date: Date | undefined
  written: string
}

/** RFC 5280, section 4.1.2.5. From the bytes: Node writes dates as text, from which not every year can be read. */
export function readValidity(certificate: Buffer): { from: ReadDate; to: ReadDate } {
  const [from, to] = orElse([], () => {
    const [, , , validity] = fieldsOf(certificate)
    return inside(validity)
  })
  return { from: readDate(from), to: readDate(to) }
}

function readDate(value: BerValue | undefined): ReadDate {
  return { date: dateOf(value), written: value?.content.toString('latin1') ?? '' }
}

/** Reads bytes that a stranger may have made. */
function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read()
  } catch {
    return fallback
  }
}

/** The fields of a certificate without its version, which is optional. */
function fieldsOf(certificate: Buffer): BerValue[] {
  const [body] = inside(readDer(certificate))
  return inside(body).filter((field) => !isTagged(field, 0))
}

function nameOf(name: BerValue | undefined): string {
  return name?.bytes.toString('hex') ?? ''
}

/** A URL is a general name: context-specific, number 6. */
function urlsIn(value: BerValue): string[] {
  if (isTagged(value, 6)) {
    const url = value.content.toString('latin1')
    return url.startsWith('http://') ? [url] : []
  }
  return inside(value).flatMap(urlsIn)
}

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

/** The values inside a constructed value; none inside a primitive one. */
export function inside(value: BerValue | undefined): BerValue[] {
  return value && (value.tag & constructed) !== 0 ? readValues(value.content) : []
}

function readValues(bytes: Buffer): BerValue[] {
  const values: BerValue[] = []
  for (let rest = bytes; rest.length > 0;) {
    const value = readDer(rest)
    values.push(value)
    rest = rest.subarray(value.bytes.length)
  }
  return values
}

/** Reads the value at the start of the bytes; throws a `RangeError` if they are not DER. */
export function readDer(bytes: Buffer): BerValue {
  const [tag = 0] = bytes
  const head = parseHead(bytes)
  if (!head) {
    throw new RangeError(
      `this is no DER: ${isLongTag(tag) ? 'a tag of several bytes' : 'a value without a length'}`,
    )
  }
  if (head.end > bytes.length) throw new RangeError('this is no DER: it ends in the middle of a value')
  return { tag, bytes: bytes.subarray(0, head.end), content: bytes.subarray(head.start, head.end) }
}

/** `1.2.840.113549.1.1.11`; empty for anything but an object identifier. */
export function identifierOf(value: BerValue | undefined): string {
  if (value?.tag !== universal.objectIdentifier) return ''
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [joined = 0n, ...rest] = arcs
  // The first two arcs share a number: 40 times the first, which is 0, 1 or 2, plus the second.
  const top = joined < 80n ? joined / 40n : 2n
  return [top, joined - top * 40n, ...rest].join('.')
}

/** Reads a UTCTime or GeneralizedTime in UTC with seconds, as RFC 5280, 4.1.2.5, requires. */
export function dateOf(value: BerValue | undefined): Date | undefined {
  if (value?.tag !== universal.utcTime && value?.tag !== universal.generalizedTime) return undefined
  const text = value.content.toString('latin1')
  const short = value.tag === universal.utcTime
  // Two-digit years mean 1950 to 2049.
  const century = short ? (text < '50' ? '20' : '19') : ''
  const [, year = '', ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text) ?? []
  const [month = '', day = '', hour = '', minute = '', second = ''] = parts
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const date = new Date(`${written}Z`)
  // A day that the month does not have would be one of the next.
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(written) ? undefined : date
}

/** Whether a value has the context-specific tag `[number]`. */
export function isTagged(value: BerValue | undefined, number: number): boolean {
  return value !== undefined && (value.tag & ~constructed) === (0x80 | number)
}
