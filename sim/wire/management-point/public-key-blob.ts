import { createPublicKey, type KeyObject } from 'node:crypto'
import { uint32 } from '../../encoding/bytes.ts'
import { bytesAt, constant, struct, u32le, u8 } from '../../encoding/struct.ts'

/** PUBLICKEYSTRUC, RSAPUBKEY and the modulus, all little-endian (CryptoAPI, "Base Provider Key BLOBs"). */
const blobHeader = struct(20, {
  type: constant(u8(0), 0x06),
  version: constant(u8(1), 0x02),
  algorithm: u32le(4),
  magic: constant(bytesAt(8, 4), Buffer.from('RSA1')),
  bits: u32le(12),
  exponent: u32le(16),
})
const forKeyExchange = 0xa400
const forSignature = 0x2400

export function serializePublicKeyBlob(key: KeyObject): Buffer {
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const modulus = Buffer.from(n, 'base64url').reverse()
  const exponent = Buffer.from(e, 'base64url')
  const header = blobHeader.serialize({
    algorithm: forKeyExchange,
    bits: modulus.length * 8,
    exponent: exponent.readUIntBE(0, exponent.length),
  })
  return Buffer.concat([header, modulus])
}

/** undefined when it is not an RSA key of 512 to 16384 bits. */
export function parsePublicKeyBlob(blob: Buffer): KeyObject | undefined {
  const header = blobHeader.parse(blob)
  if (!header || (header.algorithm !== forKeyExchange && header.algorithm !== forSignature)) return undefined
  const { bits, exponent } = header
  const modulus = blob.subarray(blobHeader.length)
  if (bits < 512 || bits > 16_384 || bits % 8 !== 0 || modulus.length !== bits / 8) return undefined
  const e = uint32(exponent).toString('base64url')
  const n = Buffer.from(modulus).reverse().toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  } catch {
    return undefined
  }
}
