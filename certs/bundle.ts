import { createPrivateKey, X509Certificate, type KeyObject, type PrivateKeyInput } from 'node:crypto'
import { universal, type BerValue } from '../sim/encoding/ber.ts'
import { pathUp } from './certificates.ts'
import { pemToDer } from './credential.ts'
import { DecryptionError, readPkcs12 } from './pkcs12.ts'
import { identifierOf, inside, isTagged, readDer } from './x509.ts'

/** The contents of a file of certificates and keys. */
export interface Bundle {
  certificates: readonly X509Certificate[]
  /** Each opens one key on demand. Throws a `DecryptionError` if the passphrase is not its own, or a `RangeError`. */
  keys: readonly (() => KeyObject)[]
}

/**
 * Reads a file in PEM, DER, PKCS#7 or PKCS#12: its contents tell which. A file of anything else has nothing in it.
 * Throws a `DecryptionError` for a PKCS#12 file that the passphrase does not open, and a `RangeError` for a damaged file.
 */
export async function readBundle(file: Buffer, passphrase: string | undefined): Promise<Bundle> {
  const parts = await Promise.all(
    isPem(file) ? pemParts(file.toString('latin1'), passphrase) : derParts(file, passphrase),
  )
  return {
    certificates: parts.flatMap(({ certificates }) => certificates),
    keys: parts.flatMap(({ keys }) => keys),
  }
}

const nothing: Bundle = { certificates: [], keys: [] }

function isPem(file: Buffer): boolean {
  return file.includes('-----BEGIN ')
}

/** Labels of blocks that hold certificates or keys: files hold parameters, requests and lists besides. */
const usefulLabel = /^(?:(?:X509 |TRUSTED )?CERTIFICATE|(?:[A-Z]+ )?PRIVATE KEY|PKCS ?#?7|CMS)$/

function pemParts(text: string, passphrase: string | undefined): Promise<Bundle>[] {
  return text
    .split('-----BEGIN ')
    .slice(1)
    .map(async (begun) => {
      const [label = ''] = /^[^-\r\n]*/.exec(begun) ?? []
      if (!usefulLabel.test(label)) return nothing
      const end = begun.indexOf(`-----END ${label}-----`)
      if (end < 0) throw new RangeError('a block in this file has no end')
      const block = `-----BEGIN ${begun.slice(0, end)}-----END ${label}-----\n`
      // The encryption of before PKCS#8 is described in the block, not in the bytes.
      return block.includes('Proc-Type: 4,ENCRYPTED')
        ? encryptedKey({ key: block, format: 'pem' }, passphrase, 'key')
        : contentsOf(readDer(pemToDer(block)), passphrase)
    })
}

function derParts(file: Buffer, passphrase: string | undefined): Promise<Bundle>[] {
  return file[0] === universal.sequence ? [contentsOf(readDer(file), passphrase)] : []
}

const signedData = '1.2.840.113549.1.7.2'

async function contentsOf(value: BerValue, passphrase: string | undefined): Promise<Bundle> {
  const [first, second, third] = inside(value)
  const der = { key: value.bytes, format: 'der' } as const
  if (identifierOf(first) === signedData) return { ...nothing, certificates: certificatesOfPkcs7(second) }
  if (first?.tag === universal.integer) {
    // PKCS#1 begins with two numbers, SEC 1 goes on with octets, PKCS#8 and PKCS#12 with a sequence.
    if (second?.tag === universal.integer) return plainKey({ ...der, type: 'pkcs1' })
    if (second?.tag === universal.octetString) return plainKey({ ...der, type: 'sec1' })
    return third?.tag === universal.octetString
      ? plainKey({ ...der, type: 'pkcs8' })
      : contentsOfPkcs12(value, passphrase)
  }
  if (second?.tag === universal.octetString) return encryptedKey({ ...der, type: 'pkcs8' }, passphrase, 'key')
  return { ...nothing, certificates: [certificateOf(value.bytes)] }
}

/** RFC 5652, section 5.1: the certificates are tagged 0; nothing that is signed is of interest. */
function certificatesOfPkcs7(content: BerValue | undefined): X509Certificate[] {
  const certificates = inside(inside(content)[0]).find((field) => isTagged(field, 0))
  return inside(certificates).map(({ bytes }) => certificateOf(bytes))
}

async function contentsOfPkcs12(value: BerValue, passphrase: string | undefined): Promise<Bundle> {
  const { certificates, keys } = await readPkcs12(value, passphrase)
  return {
    certificates: certificates.map(certificateOf),
    keys: keys.flatMap((key) => keyOfPkcs12(key, passphrase).keys),
  }
}

function keyOfPkcs12(key: Buffer, passphrase: string | undefined): Bundle {
  const [first] = inside(readDer(key))
  const written = { key, format: 'der', type: 'pkcs8' } as const
  return first?.tag === universal.integer ? plainKey(written) : encryptedKey(written, passphrase, 'PKCS#12')
}

function certificateOf(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch {
    throw new RangeError('a certificate in this file is malformed')
  }
}

function plainKey(written: PrivateKeyInput): Bundle {
  const open = (): KeyObject => {
    try {
      return createPrivateKey(written)
    } catch {
      // The parser's own message is left out: it may quote parts of a key.
      throw new RangeError('a private key in this file is malformed')
    }
  }
  return { ...nothing, keys: [open] }
}

function encryptedKey(
  written: PrivateKeyInput,
  passphrase: string | undefined,
  what: DecryptionError['what'],
): Bundle {
  const open = (): KeyObject => {
    try {
      return createPrivateKey({ ...written, passphrase: passphrase ?? '' })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ERR_OSSL_EVP_UNSUPPORTED') throw new DecryptionError('unknown-encryption', what)
      throw new DecryptionError(passphrase === undefined ? 'passphrase-missing' : 'passphrase-wrong', what)
    }
  }
  return { ...nothing, keys: [open] }
}

/** The certificate of this key among others, and above it the authorities in the order of issue; empty without it. */
export function chainOf(key: KeyObject, certificates: readonly X509Certificate[]): X509Certificate[] {
  const own = certificates.find((one) => one.checkPrivateKey(key))
  return own ? pathUp(own, certificates) : []
}
