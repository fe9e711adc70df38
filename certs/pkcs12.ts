import type { BerValue } from '../sim/encoding/ber.ts'
import { constructed } from '../sim/encoding/ber.ts'
import { decrypt, DecryptionError } from './password-encryption.ts'
import { identifierOf, inside, readDer } from './x509.ts'

/** A PKCS#12 file, opened: DER of its certificates, and of its keys in PKCS#8, each of them encrypted or not. */
export interface Pkcs12 {
  certificates: Buffer[]
  keys: Buffer[]
}

const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'

/** Types of the bags in which the contents are kept (RFC 7292, section 4.2). */
const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  encryptedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  nested: '1.2.840.113549.1.12.10.1.6',
} as const

/**
 * RFC 7292, section 4. The check sum over the whole is not verified: a wrong passphrase shows in what it is to open.
 * Throws a `DecryptionError` if the certificates cannot be decrypted, and a `RangeError` if the file is damaged.
 */
export function readPkcs12(file: BerValue, passphrase: string | undefined): Pkcs12 {
  const [, content] = inside(file)
  const opened: Pkcs12 = { certificates: [], keys: [] }
  for (const part of inside(readDer(contentOf(content)))) sortBags(safeOf(part, passphrase), opened)
  return opened
}

/** The bags in one part of the file. */
function safeOf(part: BerValue, passphrase: string | undefined): BerValue {
  const [type, content] = inside(part)
  if (identifierOf(type) !== encryptedData) return readDer(contentOf(part))
  const [, encrypted] = inside(inside(content)[0])
  const [, algorithm, bytes] = inside(encrypted)
  // Files without a passphrase are encrypted with an empty one.
  const plain = attempt(() => {
    const decrypted = decrypt(algorithm, octetsOf(bytes), passphrase ?? '')
    return decrypted && readDer(decrypted)
  })
  if (plain === 'failed')
    throw new DecryptionError(passphrase === undefined ? 'passphrase-missing' : 'passphrase-wrong', 'PKCS#12')
  if (plain === undefined) throw new DecryptionError('unknown-encryption', 'PKCS#12')
  return plain
}

function attempt<T>(act: () => T): T | 'failed' {
  try {
    return act()
  } catch {
    return 'failed'
  }
}

/** Content info (RFC 5652, section 3) that is data: the octets themselves. */
function contentOf(info: BerValue | undefined): Buffer {
  const [type, content] = inside(info)
  if (identifierOf(type) !== data)
    throw new RangeError('this is no PKCS#12: its contents are of an unknown type')
  return octetsOf(inside(content)[0])
}

/** The octets may be cut into pieces. */
function octetsOf(value: BerValue | undefined): Buffer {
  if (!value) throw new RangeError('this is no PKCS#12: a part of it is missing')
  return (value.tag & constructed) === 0 ? value.content : Buffer.concat(inside(value).map(octetsOf))
}

function sortBags(safe: BerValue, opened: Pkcs12): void {
  for (const bag of inside(safe)) {
    const [type, wrapped] = inside(bag)
    const [value] = inside(wrapped)
    if (!value) continue
    switch (identifierOf(type)) {
      case bags.key:
      case bags.encryptedKey:
        opened.keys.push(value.bytes)
        break
      case bags.certificate:
        opened.certificates.push(octetsOf(inside(inside(value)[1])[0]))
        break
      case bags.nested:
        sortBags(value, opened)
    }
  }
}
