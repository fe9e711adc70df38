import { createHmac, timingSafeEqual } from 'node:crypto'
import { printTime } from './time.ts'
import { md4 } from './md4.ts'

export interface NtlmAccount {
  user: string
  domain: string
  password: string
}

/** NTOWFv2 ([MS-NLMP] 3.3.2): only the user's name is taken in upper case. */
export function ntlmV2Hash({ user, domain, password }: NtlmAccount): Buffer {
  const hash = md4(Buffer.from(password, 'utf16le'))
  return hmacMd5(hash, Buffer.from(user.toUpperCase() + domain, 'utf16le'))
}

/** What goes into a response besides the account. */
export interface NtlmV2Question {
  /** 8 bytes each: the server's challenge and the client's. */
  serverChallenge: Buffer
  clientChallenge: Buffer
  time: Date
  /** As it came with the server's challenge. */
  targetInfo: Buffer
}

export interface NtlmV2Answer {
  ntResponse: Buffer
  lmResponse: Buffer
  /** What the session's messages are signed with, where no other key is exchanged. */
  sessionKey: Buffer
}

/** ComputeResponse ([MS-NLMP] 3.3.2). */
export function answerNtlmV2(account: NtlmAccount, question: NtlmV2Question): NtlmV2Answer {
  const { serverChallenge, clientChallenge, time, targetInfo } = question
  const hash = ntlmV2Hash(account)
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    printTime(time),
    clientChallenge,
    Buffer.alloc(4),
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

const proofLength = 16
/** A proof and the fixed part of what it is of ([MS-NLMP] 2.2.2.8); NTLMv1 has 24 bytes. */
const shortestResponse = proofLength + 28

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
