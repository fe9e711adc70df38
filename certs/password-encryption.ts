import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto'
import type { BerValue } from '../sim/encoding/ber.ts'
import { decryptRc2 } from './rc2.ts'
import { identifierOf, inside } from './x509.ts'

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

/**
 * Decrypts bytes under an algorithm that makes its key from a passphrase. undefined: the algorithm is not known here.
 * Throws, or returns nonsense, if the passphrase is another.
 */
export function decrypt(
  algorithm: BerValue | undefined,
  bytes: Buffer,
  passphrase: string,
): Buffer | undefined {
  const [identifier, parameters] = inside(algorithm)
  const name = identifierOf(identifier)
  return name === pbes2
    ? decryptPbes2(parameters, bytes, passphrase)
    : decryptOfPkcs12(name, parameters, bytes, passphrase)
}

const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2 = '1.2.840.113549.1.5.12'

/** RFC 8018, appendix B.1.2; without parameters it is the first. */
const pseudorandomHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

interface Cipher {
  name: string
  keyBytes: number
}

const ciphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
}

/** RFC 8018, section 6.2: what Windows and OpenSSL write today. */
function decryptPbes2(
  parameters: BerValue | undefined,
  bytes: Buffer,
  passphrase: string,
): Buffer | undefined {
  const [derivation, scheme] = inside(parameters).map(inside)
  const [cipherName, iv] = scheme ?? []
  const cipher = ciphers[identifierOf(cipherName)]
  const [derivationName, derived] = derivation ?? []
  const [salt, iterations, ...rest] = inside(derived)
  const [hashName] = inside(rest.at(-1))
  const hash = hashName ? pseudorandomHashes[identifierOf(hashName)] : 'sha1'
  if (!cipher || !iv || !hash || !salt || identifierOf(derivationName) !== pbkdf2) return undefined
  const key = pbkdf2Sync(passphrase, salt.content, iterationsOf(iterations), cipher.keyBytes, hash)
  return decryptWith(cipher.name, key, iv.content, bytes)
}

/** RFC 7292, appendix C: what Windows and OpenSSL wrote before. */
const ciphersOfPkcs12: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyBytes: 24 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2', keyBytes: 5 },
}

function decryptOfPkcs12(
  name: string,
  parameters: BerValue | undefined,
  bytes: Buffer,
  passphrase: string,
): Buffer | undefined {
  const cipher = ciphersOfPkcs12[name]
  const [salt, iterations] = inside(parameters)
  if (!cipher || !salt) return undefined
  const derive = (purpose: number, length: number): Buffer =>
    derivedForPkcs12(purpose, passphrase, salt.content, iterationsOf(iterations), length)
  const [key, iv] = [derive(1, cipher.keyBytes), derive(2, 8)]
  return cipher.name === 'rc2'
    ? withoutPadding(decryptRc2(key, iv, bytes))
    : decryptWith(cipher.name, key, iv, bytes)
}

function decryptWith(cipher: string, key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

function withoutPadding(bytes: Buffer): Buffer {
  const length = bytes.at(-1) ?? 0
  if (length === 0 || length > 8 || bytes.subarray(-length).some((byte) => byte !== length))
    throw new RangeError('these bytes have no padding')
  return bytes.subarray(0, -length)
}

const hashBytes = 20
const hashBlock = 64

/** RFC 7292, appendix B.2, with SHA-1. */
function derivedForPkcs12(
  purpose: number,
  passphrase: string,
  salt: Buffer,
  iterations: number,
  length: number,
): Buffer {
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16()
  const seed = Buffer.concat([salt, password].map(inWholeBlocks))
  const parts: Buffer[] = []
  for (let made = 0; made < length; made += hashBytes) {
    let digest = Buffer.concat([Buffer.alloc(hashBlock, purpose), seed])
    for (let times = 0; times < iterations; times++) digest = createHash('sha1').update(digest).digest()
    parts.push(digest)
    addToBlocks(seed, Buffer.alloc(hashBlock, digest))
  }
  return Buffer.concat(parts).subarray(0, length)
}

function inWholeBlocks(bytes: Buffer): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / hashBlock) * hashBlock, bytes)
}

/** Adds a number and 1 to each block of the seed, which is a number itself. */
function addToBlocks(seed: Buffer, number: Buffer): void {
  for (let block = 0; block < seed.length; block += hashBlock) {
    let carry = 1
    for (let index = hashBlock - 1; index >= 0; index--) {
      const sum = (seed[block + index] ?? 0) + (number[index] ?? 0) + carry
      seed[block + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}

/** More would take minutes; OpenSSL and Windows make a few thousand. */
const mostIterations = 10_000_000

function iterationsOf(value: BerValue | undefined): number {
  const { content } = value ?? { content: Buffer.alloc(0) }
  const number = content.length > 0 && content.length <= 4 ? content.readUIntBE(0, content.length) : 0
  if (number === 0 || number > mostIterations) throw new RangeError('this is no count of iterations')
  return number
}
