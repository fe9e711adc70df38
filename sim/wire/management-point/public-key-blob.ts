import { createPublicKey, type KeyObject } from 'node:crypto'

/** PUBLICKEYSTRUC, RSAPUBKEY and the modulus, all little-endian (CryptoAPI, "Base Provider Key BLOBs"). */
const headerLength = 20
const publicKeyBlob = 0x06
const version = 0x02
const forKeyExchange = 0xa400
const forSignature = 0x2400

export function writePublicKeyBlob(key: KeyObject): Buffer {
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const modulus = Buffer.from(n, 'base64url').reverse()
  const header = Buffer.alloc(headerLength)
  header.writeUInt8(publicKeyBlob, 0)
  header.writeUInt8(version, 1)
  header.writeUInt32LE(forKeyExchange, 4)
  header.write('RSA1', 8, 'latin1')
  header.writeUInt32LE(modulus.length * 8, 12)
  header.writeUIntLE(Buffer.from(e, 'base64url').readUIntBE(0, Buffer.from(e, 'base64url').length), 16, 4)
  return Buffer.concat([header, modulus])
}

/** undefined when it is no RSA key of 512 to 16384 bits. */
export function readPublicKeyBlob(blob: Buffer): KeyObject | undefined {
  if (blob.length < headerLength) return undefined
  const algorithm = blob.readUInt32LE(4)
  const bits = blob.readUInt32LE(12)
  const isKey =
    blob[0] === publicKeyBlob &&
    blob[1] === version &&
    (algorithm === forKeyExchange || algorithm === forSignature) &&
    blob.toString('latin1', 8, 12) === 'RSA1' &&
    bits >= 512 &&
    bits <= 16_384 &&
    bits % 8 === 0 &&
    blob.length === headerLength + bits / 8
  if (!isKey) return undefined
  const bigEndian = (bytes: Buffer) => Buffer.from(bytes).reverse().toString('base64url')
  const [e, n] = [bigEndian(blob.subarray(16, 20)), bigEndian(blob.subarray(headerLength))]
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  } catch {
    return undefined
  }
}
