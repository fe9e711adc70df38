import { createDecipheriv, createHmac } from 'node:crypto'
import { contentTypes, type TlsRecord } from './records.ts'

/** Decrypts the records of one direction under TLS 1.3 (RFC 8446, sections 5.2, 5.3 and 7.3). */
export interface TrafficKeys {
  /** The decrypted record; undefined when that fails. */
  open(record: TlsRecord): { type: number; content: Buffer } | undefined
}

const ciphers = {
  0x1301: { name: 'aes-128-gcm', hash: 'sha256', keyLength: 16 },
  0x1302: { name: 'aes-256-gcm', hash: 'sha384', keyLength: 32 },
  0x1303: { name: 'chacha20-poly1305', hash: 'sha256', keyLength: 32 },
} as const

const nonceLength = 12
const tagLength = 16

/** undefined for an unknown cipher suite. `secret`: as in a key log. */
export function trafficKeys(cipher: number, secret: Buffer): TrafficKeys | undefined {
  if (!isKnown(cipher)) return undefined
  const { name, hash, keyLength } = ciphers[cipher]
  const key = expandLabel(hash, secret, 'key', keyLength)
  const iv = expandLabel(hash, secret, 'iv', nonceLength)
  let sequence = 0n
  return {
    open({ header, content }) {
      const nonce = Buffer.from(iv)
      const counter = nonce.readBigUInt64BE(4) ^ sequence
      nonce.writeBigUInt64BE(counter, 4)
      sequence += 1n
      try {
        const decipher = createDecipheriv(name as 'aes-128-gcm', key, nonce, { authTagLength: tagLength })
        decipher.setAAD(header, { plaintextLength: content.length - tagLength })
        decipher.setAuthTag(content.subarray(-tagLength))
        return unpadded(Buffer.concat([decipher.update(content.subarray(0, -tagLength)), decipher.final()]))
      } catch {
        return undefined
      }
    },
  }
}

function isKnown(cipher: number): cipher is keyof typeof ciphers {
  return cipher in ciphers
}

/** HKDF-Expand-Label with an empty context; every length here is within one block of the hash. */
function expandLabel(hash: string, secret: Buffer, label: string, length: number): Buffer {
  const full = `tls13 ${label}`
  const info = Buffer.concat([Buffer.from([0, length, full.length]), Buffer.from(full), Buffer.from([0, 1])])
  return createHmac(hash, secret).update(info).digest().subarray(0, length)
}

/** The true type follows the content, and zeros may follow it. */
function unpadded(inner: Buffer): { type: number; content: Buffer } {
  let end = inner.length - 1
  while (end > 0 && inner[end] === 0) end--
  return { type: inner[end] ?? contentTypes.applicationData, content: inner.subarray(0, end) }
}
