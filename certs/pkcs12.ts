import type Forge from 'node-forge'
import { constructed, parseNumber, parseValue, universal, type BerValue } from '../sim/encoding/ber.ts'
import { loaded } from './issue.ts'
import { identifierOf, inside, readDer } from './x509.ts'

export type DecryptionFault = 'passphrase-missing' | 'passphrase-wrong' | 'unknown-encryption'

/** Encrypted bytes that were not opened. No part of them is in the message. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError'
  readonly fault: DecryptionFault
  /** What is encrypted: it decides which program converts it. */
  readonly what: 'key' | 'PKCS#12'

  constructor(fault: DecryptionFault, what: DecryptionError['what']) {
    super(`${what}: ${fault}`)
    this.fault = fault
    this.what = what
  }
}

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
 * RFC 7292, section 4. `node-forge` decrypts the parts, and `node:crypto` opens the keys. `node-forge` can read the whole
 * file as well, but not AES under a passphrase beyond ASCII, nor RC2 with 128 bits, and it sets no bound to the work.
 * The check sum over the whole is not verified: a wrong passphrase shows in the parts.
 * Throws a `DecryptionError` if the certificates cannot be decrypted, and a `RangeError` if the file is damaged.
 */
export async function readPkcs12(file: BerValue, passphrase: string | undefined): Promise<Pkcs12> {
  const [, content] = inside(file)
  const opened: Pkcs12 = { certificates: [], keys: [] }
  for (const part of inside(readDer(contentOf(content)))) sortBags(await safeOf(part, passphrase), opened)
  return opened
}

/** The bags in one part of the file. */
async function safeOf(part: BerValue, passphrase: string | undefined): Promise<BerValue> {
  const [type, content] = inside(part)
  if (identifierOf(type) !== encryptedData) return readDer(contentOf(part))
  const [, encrypted] = inside(inside(content)[0])
  const [, algorithm, bytes] = inside(encrypted)
  // Files without a passphrase are encrypted with an empty one.
  const plain = await decrypt(algorithm, octetsOf(bytes), passphrase ?? '')
  if (plain) return plain
  throw new DecryptionError(passphrase === undefined ? 'passphrase-missing' : 'passphrase-wrong', 'PKCS#12')
}

/** undefined: the passphrase is another. Padding proves little, so the plain bytes must be one whole sequence. */
async function decrypt(
  algorithm: BerValue | undefined,
  bytes: Buffer,
  passphrase: string,
): Promise<BerValue | undefined> {
  const bounded = boundedAlgorithm(algorithm)
  // Imported on demand: few files are in this format.
  const { default: forge } = await loaded(import('node-forge'))
  const cipher = startDecryption(forge, bounded, passphrase)
  cipher.update(forge.util.createBuffer(bytes.toString('latin1')))
  if (!cipher.finish()) return undefined
  const plain = Buffer.from(cipher.output.getBytes(), 'latin1')
  const value = parseValue(plain)
  return value?.tag === universal.sequence && value.bytes.length === plain.length ? value : undefined
}

const pbes2 = '1.2.840.113549.1.5.13'
/** `node-forge` has this cipher and its derivation of keys, but not their connection. */
const rc2With128Bits = '1.2.840.113549.1.12.1.5'

/** An algorithm that makes its key of a passphrase, in a bounded time. */
interface Algorithm {
  name: string
  /** Bytes as `node-forge` takes them: characters up to 255. */
  parameters: string
  salt: string
  iterations: number
}

/** Our choice: `node-forge` needs half a minute for as many. OpenSSL makes 2,048 by default, some programs 600,000. */
const mostIterations = 1_000_000

function boundedAlgorithm(algorithm: BerValue | undefined): Algorithm {
  const [identifier, parameters] = inside(algorithm)
  const name = identifierOf(identifier)
  const [derivation] = inside(parameters)
  const [salt, count] = inside(name === pbes2 ? inside(derivation)[1] : parameters)
  const iterations = parseNumber(count)
  if (!parameters || !salt || !iterations || iterations > mostIterations)
    throw new RangeError('this is no PKCS#12: nothing says how often to iterate')
  return {
    name,
    parameters: parameters.bytes.toString('latin1'),
    salt: salt.content.toString('latin1'),
    iterations,
  }
}

function startDecryption(
  forge: typeof Forge,
  { name, parameters, salt, iterations }: Algorithm,
  passphrase: string,
): Forge.rc2.cipher {
  if (name === rc2With128Bits) {
    const derive = (purpose: number, length: number): Forge.util.ByteBuffer =>
      forge.pkcs12.generateKey(passphrase, forge.util.createBuffer(salt), purpose, iterations, length)
    const cipher = forge.rc2.createDecryptionCipher(derive(1, 16), 128)
    cipher.start(derive(2, 8))
    return cipher
  }
  // PBKDF2 takes the passphrase's bytes (RFC 8018, section 5.2), the older derivation its characters (RFC 7292, B.1).
  const secret = name === pbes2 ? forge.util.encodeUtf8(passphrase) : passphrase
  try {
    return forge.pki.pbe.getCipher(name, forge.asn1.fromDer(parameters), secret)
  } catch {
    throw new DecryptionError('unknown-encryption', 'PKCS#12')
  }
}

declare module 'node-forge' {
  namespace pki.pbe {
    /** Missing in these declarations. Throws if the library does not know the algorithm. */
    function getCipher(name: string, parameters: asn1.Asn1, passphrase: string): rc2.cipher
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
