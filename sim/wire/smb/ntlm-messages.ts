import { textOf } from './body.ts'

/** [MS-NLMP] 2.2.2.5, as far as anything here looks at them. */
export const ntlmFlags = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  ntlm: 0x200,
  anonymous: 0x800,
  alwaysSign: 0x8000,
  targetTypeServer: 0x20000,
  extendedSessionSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const

const signature = Buffer.from('NTLMSSP\0', 'latin1')

/** Which of the three a message is; undefined when it is none. */
export function ntlmMessageType(message: Buffer): number | undefined {
  return message.length >= 12 && message.subarray(0, 8).equals(signature)
    ? message.readUInt32LE(8)
    : undefined
}

function newMessage(type: number, length: number): Buffer {
  const message = Buffer.alloc(length)
  signature.copy(message)
  message.writeUInt32LE(type, 8)
  return message
}

/** NEGOTIATE_MESSAGE (2.2.1.1), without the names that it may have. */
export function printNtlmNegotiate(flags: number): Buffer {
  const message = newMessage(1, 32)
  message.writeUInt32LE(flags >>> 0, 12)
  return message
}

export function parseNtlmNegotiate(message: Buffer): { flags: number } | undefined {
  if (ntlmMessageType(message) !== 1 || message.length < 16) return undefined
  return { flags: message.readUInt32LE(12) }
}

/** CHALLENGE_MESSAGE (2.2.1.2). */
export interface NtlmChallenge {
  flags: number
  targetName: string
  /** 8 bytes. */
  challenge: Buffer
  /** As `printTargetInfo` made it. */
  targetInfo: Buffer
}

export function printNtlmChallenge({ flags, targetName, challenge, targetInfo }: NtlmChallenge): Buffer {
  const name = Buffer.from(targetName, 'utf16le')
  const message = newMessage(2, 56)
  writeField(message, 12, name.length, message.length)
  message.writeUInt32LE(flags >>> 0, 20)
  challenge.copy(message, 24)
  writeField(message, 40, targetInfo.length, message.length + name.length)
  return Buffer.concat([message, name, targetInfo])
}

export function parseNtlmChallenge(message: Buffer): NtlmChallenge | undefined {
  if (ntlmMessageType(message) !== 2 || message.length < 48) return undefined
  const targetName = textOf(fieldAt(message, 12))
  const targetInfo = fieldAt(message, 40)
  if (targetName === undefined || !targetInfo) return undefined
  return { flags: message.readUInt32LE(20), targetName, challenge: message.subarray(24, 32), targetInfo }
}

/** AUTHENTICATE_MESSAGE (2.2.1.3), without the message integrity code. */
export interface NtlmAuthenticate {
  flags: number
  lmResponse: Buffer
  /** Empty for anonymous. */
  ntResponse: Buffer
  domain: string
  user: string
  workstation: string
}

const authenticateLength = 64

export function printNtlmAuthenticate(authenticate: NtlmAuthenticate): Buffer {
  const { flags, lmResponse, ntResponse, domain, user, workstation } = authenticate
  const message = newMessage(3, authenticateLength)
  message.writeUInt32LE(flags >>> 0, 60)
  const names = [domain, user, workstation].map((name) => Buffer.from(name, 'utf16le'))
  const payload = [lmResponse, ntResponse, ...names, Buffer.alloc(0)]
  payload.reduce((offset, part, index) => {
    writeField(message, 12 + index * 8, part.length, offset)
    return offset + part.length
  }, authenticateLength)
  return Buffer.concat([message, ...payload])
}

/** undefined also for names that are not in Unicode. */
export function parseNtlmAuthenticate(message: Buffer): NtlmAuthenticate | undefined {
  if (ntlmMessageType(message) !== 3 || message.length < authenticateLength) return undefined
  const flags = message.readUInt32LE(60)
  const [lmResponse, ntResponse] = [fieldAt(message, 12), fieldAt(message, 20)]
  const [domain, user, workstation] = [28, 36, 44].map((at) => textOf(fieldAt(message, at)))
  if ((flags & ntlmFlags.unicode) === 0 || !lmResponse || !ntResponse) return undefined
  if (domain === undefined || user === undefined || workstation === undefined) return undefined
  return { flags, lmResponse, ntResponse, domain, user, workstation }
}

/** Length, the same once more, and offset from the start of the message. */
function writeField(message: Buffer, at: number, length: number, offset: number): void {
  message.writeUInt16LE(length, at)
  message.writeUInt16LE(length, at + 2)
  message.writeUInt32LE(offset, at + 4)
}

function fieldAt(message: Buffer, at: number): Buffer | undefined {
  const length = message.readUInt16LE(at)
  const offset = message.readUInt32LE(at + 4)
  if (length === 0) return Buffer.alloc(0)
  return offset + length <= message.length ? message.subarray(offset, offset + length) : undefined
}
