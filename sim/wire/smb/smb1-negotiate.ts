/** What clients of both protocols begin with ([MS-SMB2] 3.2.4.2.1): an SMB1 NEGOTIATE that names SMB2 dialects too. */
export const multiProtocolDialects = { smb202: 'SMB 2.002', anySmb2: 'SMB 2.???' } as const

const protocolId = Buffer.from([0xff, 0x53, 0x4d, 0x42])
const negotiate = 0x72
const headerLength = 32

export function isSmb1(message: Buffer): boolean {
  return message.subarray(0, 4).equals(protocolId)
}

/** The dialects of an SMB1 NEGOTIATE ([MS-CIFS] 2.2.4.52.1); undefined when it is none. */
export function parseSmb1Negotiate(message: Buffer): string[] | undefined {
  if (!isSmb1(message) || message.length < headerLength + 3 || message[4] !== negotiate) return undefined
  const at = headerLength + 3
  const end = at + message.readUInt16LE(headerLength + 1)
  if (message[headerLength] !== 0 || end > message.length) return undefined
  const names = message.toString('latin1', at, end).split('\0')
  // Each is 2, its text and 0.
  if (names.pop() !== '' || names.some((name) => !name.startsWith('\x02'))) return undefined
  return names.map((name) => name.slice(1))
}

export function printSmb1Negotiate(dialects: readonly string[]): Buffer {
  const names = Buffer.from(dialects.map((name) => `\x02${name}\0`).join(''), 'latin1')
  const message = Buffer.alloc(headerLength + 3)
  protocolId.copy(message)
  message.writeUInt8(negotiate, 4)
  message.writeUInt16LE(names.length, headerLength + 1)
  return Buffer.concat([message, names])
}
