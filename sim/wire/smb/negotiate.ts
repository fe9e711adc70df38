import { bodyOf, newBody, partOf, withPart } from './body.ts'
import { parseTime, printTime } from './time.ts'

export const dialects = { smb202: 0x0202, anySmb2: 0x02ff } as const

export const securityModes = { signingEnabled: 1, signingRequired: 2 } as const

/** [MS-SMB2] 2.2.3, without the contexts of the 3.1.1 dialect. */
export interface NegotiateRequest {
  /** Of `securityModes`. */
  securityMode: number
  /** 16 bytes. */
  clientGuid: Buffer
  dialects: number[]
}

const mostDialects = 64

export function printNegotiateRequest({ securityMode, clientGuid, dialects }: NegotiateRequest): Buffer {
  const body = newBody(36)
  body.writeUInt16LE(dialects.length, 2)
  body.writeUInt16LE(securityMode, 4)
  clientGuid.copy(body, 12)
  const list = Buffer.alloc(dialects.length * 2)
  dialects.forEach((dialect, index) => list.writeUInt16LE(dialect, index * 2))
  return Buffer.concat([body, list])
}

export function parseNegotiateRequest(message: Buffer): NegotiateRequest | undefined {
  const body = bodyOf(message, 36)
  const count = body?.readUInt16LE(2) ?? 0
  if (!body || count === 0 || count > mostDialects || body.length < 36 + count * 2) return undefined
  return {
    securityMode: body.readUInt16LE(4),
    clientGuid: body.subarray(12, 28),
    dialects: Array.from({ length: count }, (_, index) => body.readUInt16LE(36 + index * 2)),
  }
}

/** [MS-SMB2] 2.2.4. */
export interface NegotiateResponse {
  securityMode: number
  dialect: number
  /** 16 bytes. */
  serverGuid: Buffer
  /** The most that a query may be answered with, in bytes; likewise the two below. */
  maxTransactSize: number
  maxReadSize: number
  maxWriteSize: number
  systemTime: Date
  /** Names the ways to sign in (RFC 4178). */
  securityToken: Buffer
}

export function printNegotiateResponse(response: NegotiateResponse): Buffer {
  const body = newBody(65)
  body.writeUInt16LE(response.securityMode, 2)
  body.writeUInt16LE(response.dialect, 4)
  response.serverGuid.copy(body, 8)
  body.writeUInt32LE(response.maxTransactSize, 28)
  body.writeUInt32LE(response.maxReadSize, 32)
  body.writeUInt32LE(response.maxWriteSize, 36)
  printTime(response.systemTime).copy(body, 40)
  body.writeUInt16LE(tokenAt, 56)
  body.writeUInt16LE(response.securityToken.length, 58)
  return withPart(body, response.securityToken)
}

const tokenAt = 128

export function parseNegotiateResponse(message: Buffer): NegotiateResponse | undefined {
  const body = bodyOf(message, 65)
  if (!body) return undefined
  const securityToken = partOf(message, body.readUInt16LE(56), body.readUInt16LE(58))
  const systemTime = parseTime(body.subarray(40, 48))
  if (!securityToken || !systemTime) return undefined
  return {
    securityMode: body.readUInt16LE(2),
    dialect: body.readUInt16LE(4),
    serverGuid: body.subarray(8, 24),
    maxTransactSize: body.readUInt32LE(28),
    maxReadSize: body.readUInt32LE(32),
    maxWriteSize: body.readUInt32LE(36),
    systemTime,
    securityToken,
  }
}
