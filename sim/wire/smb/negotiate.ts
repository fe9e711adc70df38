import { bytesAt, fileTimeLe, u16le, u32le, type Field } from '../../encoding/struct.ts'
import { messageBody, part } from './body.ts'

export const dialects = { smb202: 0x0202, anySmb2: 0x02ff } as const

export const securityModes = { signingEnabled: 1, signingRequired: 2 } as const

const mostDialects = 64

/** Numbers of two bytes behind the fixed part of the request, with their count in it. */
function dialectList(count: Field<number>): Field<number[]> {
  return {
    end: count.end,
    parse(body) {
      const length = count.parse(body) ?? 0
      const list = body.subarray(36)
      if (length === 0 || length > mostDialects || list.length < length * 2) return undefined
      return Array.from({ length }, (_, index) => list.readUInt16LE(index * 2))
    },
    serialize(dialects, output) {
      const list = Buffer.alloc(dialects.length * 2)
      dialects.forEach((dialect, index) => list.writeUInt16LE(dialect, index * 2))
      count.serialize(dialects.length, output)
      output.append(list)
    },
  }
}

/** [MS-SMB2] 2.2.3, without the contexts of the 3.1.1 dialect. */
const negotiateRequest = messageBody(36, {
  dialects: dialectList(u16le(2)),
  /** Bits of `securityModes`. */
  securityMode: u16le(4),
  clientGuid: bytesAt(12, 16),
})

export const { parse: parseNegotiateRequest, serialize: serializeNegotiateRequest } = negotiateRequest

/** [MS-SMB2] 2.2.4. */
const negotiateResponse = messageBody(65, {
  securityMode: u16le(2),
  dialect: u16le(4),
  serverGuid: bytesAt(8, 16),
  /** Bytes: the longest answer to a query; likewise the two below. */
  maxTransactSize: u32le(28),
  maxReadSize: u32le(32),
  maxWriteSize: u32le(36),
  systemTime: fileTimeLe(40),
  /** Names the ways to sign in (RFC 4178). */
  securityToken: part(u16le(56), u16le(58)),
})

export const { parse: parseNegotiateResponse, serialize: serializeNegotiateResponse } = negotiateResponse

/** Clients of both protocols begin with an SMB1 NEGOTIATE that names SMB2 dialects too ([MS-SMB2] 3.2.4.2.1). */
export const multiProtocolDialects = { smb202: 'SMB 2.002', anySmb2: 'SMB 2.???' } as const

const smb1ProtocolId = Buffer.from([0xff, 0x53, 0x4d, 0x42])
const smb1Negotiate = 0x72
const smb1HeaderLength = 32

export function isSmb1(message: Buffer): boolean {
  return message.subarray(0, 4).equals(smb1ProtocolId)
}

/** The dialects of an SMB1 NEGOTIATE ([MS-CIFS] 2.2.4.52.1); undefined when it is another message. */
export function parseSmb1Negotiate(message: Buffer): string[] | undefined {
  if (!isSmb1(message) || message.length < smb1HeaderLength + 3 || message[4] !== smb1Negotiate)
    return undefined
  const at = smb1HeaderLength + 3
  const end = at + message.readUInt16LE(smb1HeaderLength + 1)
  if (message[smb1HeaderLength] !== 0 || end > message.length) return undefined
  const names = message.toString('latin1', at, end).split('\0')
  // Each is 2, its text and 0.
  if (names.pop() !== '' || names.some((name) => !name.startsWith('\x02'))) return undefined
  return names.map((name) => name.slice(1))
}

export function serializeSmb1Negotiate(dialects: readonly string[]): Buffer {
  const names = Buffer.from(dialects.map((name) => `\x02${name}\0`).join(''), 'latin1')
  const message = Buffer.alloc(smb1HeaderLength + 3)
  smb1ProtocolId.copy(message)
  message.writeUInt8(smb1Negotiate, 4)
  message.writeUInt16LE(names.length, smb1HeaderLength + 1)
  return Buffer.concat([message, names])
}
