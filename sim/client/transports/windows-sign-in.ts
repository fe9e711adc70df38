import { randomBytes } from 'node:crypto'
import {
  computeNtlmV2Response,
  ntlmFlags,
  parseNtlmChallenge,
  serializeNtlmAuthenticate,
  serializeNtlmNegotiate,
  type NtlmAccount,
  type NtlmChallenge,
} from '../../wire/ntlm/ntlm.ts'
import type { Reply, Send } from './http.ts'

/** The flags that a client requests. */
export const requestedFlags =
  ntlmFlags.unicode |
  ntlmFlags.requestTarget |
  ntlmFlags.sign |
  ntlmFlags.ntlm |
  ntlmFlags.alwaysSign |
  ntlmFlags.extendedSessionSecurity |
  ntlmFlags.key128

/** The message that proves an account's password, and the key that signs what follows it. */
export function answerAs(account: NtlmAccount, { flags, challenge, targetInfo }: NtlmChallenge) {
  const { user, domain } = account
  const { ntResponse, lmResponse, sessionKey } = computeNtlmV2Response(account, {
    serverChallenge: challenge,
    clientChallenge: randomBytes(8),
    time: new Date(),
    targetInfo,
  })
  const named = { domain, user, workstation: '' }
  return {
    message: serializeNtlmAuthenticate({ flags: flags & requestedFlags, lmResponse, ntResponse, ...named }),
    key: sessionKey,
  }
}

/**
 * Signs in to a web server that asks for it, with one account after the other until one is let in. The messages of NTLM
 * go with the request itself, over one connection ([MS-NTHT] 3.1.5).
 */
export function signingIn(send: Send, accounts: () => readonly NtlmAccount[]): Send {
  return async (request) => {
    const sendWith = (message: Buffer): Promise<Reply> => {
      const headers = { ...request.headers, Authorization: `NTLM ${message.toString('base64')}` }
      return send({ ...request, headers })
    }
    let reply = await send(request)
    if (!takesNtlm(reply)) return reply
    for (const account of accounts()) {
      if (!takesNtlm(reply)) break
      reply = await sendWith(serializeNtlmNegotiate(requestedFlags))
      const challenge = challengeOf(reply)
      if (challenge) reply = await sendWith(answerAs(account, challenge).message)
    }
    return reply
  }
}

/** Several ways of signing in stand in one field, or in several (RFC 9110, section 11.6.1). */
function takesNtlm({ status, headers }: Reply): boolean {
  return status === 401 && /(?:^|,)\s*NTLM\s*(?:,|$)/i.test(headers['www-authenticate'] ?? '')
}

function challengeOf({ status, headers }: Reply): NtlmChallenge | undefined {
  const [, token = ''] = /(?:^|,)\s*NTLM\s+([A-Za-z0-9+/=]+)/i.exec(headers['www-authenticate'] ?? '') ?? []
  return status === 401 ? parseNtlmChallenge(Buffer.from(token, 'base64')) : undefined
}
