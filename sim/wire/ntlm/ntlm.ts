import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  bytesAt,
  constant,
  converted,
  fileTimeLe,
  preset,
  struct,
  u16le,
  u32le,
  u8,
  utf16,
  type Field,
  type ValuesOf,
} from '../../encoding/struct.ts'
import { md4 } from './md4.ts'

/** The flags of [MS-NLMP] 2.2.2.5 that are used here. */
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
const messageHead = struct(12, { signature: constant(bytesAt(0, 8), signature), type: u32le(8) })

/** 1, 2 or 3; undefined when it is not an NTLM message. */
export function ntlmMessageType(message: Buffer): number | undefined {
  return messageHead.parse(message)?.type
}

function head(type: number) {
  return { signature: constant(bytesAt(0, 8), signature), type: constant(u32le(8), type) }
}

/** Bits above the 31st make a number negative when they are put together. */
function flagsAt(at: number): Field<number> {
  return converted(
    u32le(at),
    (flags) => flags,
    (flags) => flags >>> 0,
  )
}

/** Bytes behind the fixed part: their length, the same once more, and their offset from the start of the message. */
function payload(at: number): Field<Buffer> {
  const [length, longest, offset] = [u16le(at), u16le(at + 2), u32le(at + 4)]
  return {
    end: offset.end,
    parse(message) {
      const [size, start] = [length.parse(message) ?? 0, offset.parse(message) ?? 0]
      if (size === 0) return Buffer.alloc(0)
      return start >= offset.end && start + size <= message.length
        ? message.subarray(start, start + size)
        : undefined
    },
    serialize(bytes, output) {
      length.serialize(bytes.length, output)
      longest.serialize(bytes.length, output)
      offset.serialize(output.append(bytes), output)
    },
  }
}

/** NEGOTIATE_MESSAGE (2.2.1.1), without the names that it may have. */
const negotiateMessage = struct(32, { ...head(1), flags: flagsAt(12) })

export function serializeNtlmNegotiate(flags: number): Buffer {
  return negotiateMessage.serialize({ flags })
}

export const parseNtlmNegotiate = negotiateMessage.parse

/** CHALLENGE_MESSAGE (2.2.1.2). */
const challengeMessage = struct(56, {
  ...head(2),
  targetName: utf16(payload(12)),
  flags: flagsAt(20),
  challenge: bytesAt(24, 8),
  /** In the form of `serializeTargetInfo`. */
  targetInfo: payload(40),
})

export type NtlmChallenge = ValuesOf<typeof challengeMessage>
export const { parse: parseNtlmChallenge, serialize: serializeNtlmChallenge } = challengeMessage

/** AUTHENTICATE_MESSAGE (2.2.1.3), without the message integrity code. */
const authenticateMessage = struct(64, {
  ...head(3),
  lmResponse: payload(12),
  /** Empty for anonymous. */
  ntResponse: payload(20),
  domain: utf16(payload(28)),
  user: utf16(payload(36)),
  workstation: utf16(payload(44)),
  sessionKey: preset(payload(52), Buffer.alloc(0)),
  flags: flagsAt(60),
})

type NtlmAuthenticate = ValuesOf<typeof authenticateMessage>
export const serializeNtlmAuthenticate = authenticateMessage.serialize

/** undefined also for names that are not in Unicode. */
export function parseNtlmAuthenticate(message: Buffer): NtlmAuthenticate | undefined {
  const parsed = authenticateMessage.parse(message)
  return parsed && (parsed.flags & ntlmFlags.unicode) !== 0 ? parsed : undefined
}

/** The names by which a server introduces itself in its challenge: AV_PAIRs ([MS-NLMP] 2.2.2.1). */
interface TargetInfo {
  computer: string
  domain: string
  dnsComputer: string
}

const identifiers = { end: 0, computer: 1, domain: 2, dnsComputer: 3 } as const

export function serializeTargetInfo({ computer, domain, dnsComputer }: TargetInfo): Buffer {
  return Buffer.concat([
    pair(identifiers.domain, domain),
    pair(identifiers.computer, computer),
    pair(identifiers.dnsComputer, dnsComputer),
    pair(identifiers.end, ''),
  ])
}

function pair(identifier: number, text: string): Buffer {
  const value = Buffer.from(text, 'utf16le')
  return Buffer.concat([pairHead.serialize({ identifier, length: value.length }), value])
}

const pairHead = struct(4, { identifier: u16le(0), length: u16le(2) })

export interface NtlmAccount {
  user: string
  domain: string
  password: string
}

/** NTOWFv2 ([MS-NLMP] 3.3.2): only the user's name is converted to upper case. */
export function ntlmV2Hash({ user, domain, password }: NtlmAccount): Buffer {
  const hash = md4(Buffer.from(password, 'utf16le'))
  return hmacMd5(hash, Buffer.from(user.toUpperCase() + domain, 'utf16le'))
}

/** The input to a response, besides the account. */
interface NtlmV2Input {
  /** 8 bytes each: the server's challenge and the client's. */
  serverChallenge: Buffer
  clientChallenge: Buffer
  time: Date
  /** Copied from the server's challenge. */
  targetInfo: Buffer
}

interface NtlmV2Response {
  ntResponse: Buffer
  lmResponse: Buffer
  /** Signs the session's messages where no other key is exchanged. */
  sessionKey: Buffer
}

/** ComputeResponse ([MS-NLMP] 3.3.2). */
export function computeNtlmV2Response(account: NtlmAccount, input: NtlmV2Input): NtlmV2Response {
  const { serverChallenge, clientChallenge, time, targetInfo } = input
  const hash = ntlmV2Hash(account)
  const blob = Buffer.concat([
    challengeHead.serialize({ time, clientChallenge }),
    targetInfo,
    Buffer.alloc(4),
  ])
  const proof = hmacMd5(hash, serverChallenge, blob)
  return {
    ntResponse: Buffer.concat([proof, blob]),
    lmResponse: Buffer.concat([hmacMd5(hash, serverChallenge, clientChallenge), clientChallenge]),
    sessionKey: hmacMd5(hash, proof),
  }
}

/** NTLMv2_CLIENT_CHALLENGE ([MS-NLMP] 2.2.2.7) up to the target information. */
const challengeHead = struct(28, {
  version: constant(u8(0), 1),
  highestVersion: constant(u8(1), 1),
  time: fileTimeLe(8),
  clientChallenge: bytesAt(16, 8),
})

const proofLength = 16
/** A proof and the fixed part of what it proves ([MS-NLMP] 2.2.2.8); NTLMv1 has 24 bytes. */
const shortestResponse = proofLength + challengeHead.length

const ntlmV1Length = 24

/** Whether bytes have the form of a response: NTLMv1's, or NTLMv2's with names that end within it (2.2.2.6 to 2.2.2.8). */
export function isNtResponse(response: Buffer): boolean {
  if (response.length === ntlmV1Length) return true
  const blob = response.subarray(proofLength)
  return challengeHead.parse(blob) !== undefined && hasTargetInfo(blob.subarray(challengeHead.length))
}

/** Whether bytes begin with AV_PAIRs, of which the last one marks the end ([MS-NLMP] 2.2.2.1). */
function hasTargetInfo(bytes: Buffer): boolean {
  for (let rest = bytes; ;) {
    const head = pairHead.parse(rest)
    if (!head) return false
    if (head.identifier === identifiers.end) return true
    rest = rest.subarray(pairHead.length + head.length)
  }
}

/** The session key when the response was made with the account's password; undefined when it was not. */
export function checkNtlmV2(
  account: NtlmAccount,
  serverChallenge: Buffer,
  ntResponse: Buffer,
): Buffer | undefined {
  if (ntResponse.length < shortestResponse) return undefined
  const hash = ntlmV2Hash(account)
  const proof = ntResponse.subarray(0, proofLength)
  const expected = hmacMd5(hash, serverChallenge, ntResponse.subarray(proofLength))
  return timingSafeEqual(proof, expected) ? hmacMd5(hash, proof) : undefined
}

function hmacMd5(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const hmac = createHmac('md5', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
