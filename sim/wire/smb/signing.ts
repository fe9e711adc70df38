import { createHmac, timingSafeEqual } from 'node:crypto'
import { headerFlags, headerLength } from './header.ts'

const signatureAt = 48

/** Signs a whole message in place, as the 2.0.2 dialect does ([MS-SMB2] 3.1.4.1): HMAC-SHA256, cut to 16 bytes. */
export function sign(message: Buffer, sessionKey: Buffer): void {
  message.writeUInt32LE(message.readUInt32LE(16) | headerFlags.signed, 16)
  signatureOf(message, sessionKey).copy(message, signatureAt)
}

export function isSignedWith(message: Buffer, sessionKey: Buffer): boolean {
  const signature = message.subarray(signatureAt, headerLength)
  return signature.length === 16 && timingSafeEqual(signature, signatureOf(message, sessionKey))
}

function signatureOf(message: Buffer, sessionKey: Buffer): Buffer {
  return createHmac('sha256', sessionKey)
    .update(message.subarray(0, signatureAt))
    .update(Buffer.alloc(headerLength - signatureAt))
    .update(message.subarray(headerLength))
    .digest()
    .subarray(0, 16)
}
