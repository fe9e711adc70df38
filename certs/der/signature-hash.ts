import type { BerValue } from '../../sim/encoding/ber.ts'
import { identifierOf, inside, readDer } from './read-der.ts'

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
export function signatureHash(signed: BerValue): string {
  const [, algorithm] = inside(signed)
  const identifier = identifierOf(inside(algorithm)[0])
  return hashes[identifier] ?? identifier
}

export function readSignatureHash(certificate: Buffer): string {
  return signatureHash(readDer(certificate))
}
