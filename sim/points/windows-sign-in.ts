import { randomBytes } from 'node:crypto'
import type { Account } from '../vocabulary/computer-identity.ts'
import {
  checkNtlmV2,
  isNtResponse,
  ntlmFlags,
  ntlmMessageType,
  parseNtlmAuthenticate,
  parseNtlmNegotiate,
  serializeTargetInfo,
  serializeNtlmChallenge,
} from '../wire/ntlm/ntlm.ts'
import { mechanisms, negotiationStates, parseSpnego, serializeSpnego } from '../wire/ntlm/spnego.ts'
import type { Basis } from '../vocabulary/basis.ts'

/** The server's reaction to a client's token. */
type SignInStep =
  | { outcome: 'challenge'; challenge: Buffer; token: Buffer }
  | { outcome: 'accepted'; as: SignedInAs; token: Buffer }
  | { outcome: 'refused'; wrong: string }

/** Only an account has a key, which signs its messages. What anonymous clients are given is the service's business. */
type SignedInAs = 'anonymous' | { account: Account; key: Buffer }

/** The token that offers mechanisms before the client chooses one. */
export function offeredMechanisms(): Buffer {
  return serializeSpnego({ kind: 'init', mechanisms: [mechanisms.ntlm] })
}

/** Where a client signs in, and the accounts that prove their passwords there by NTLMv2. */
interface SignInPlace {
  fqdn: string
  accounts(): readonly Account[]
  /** The one that the client answers; empty where none is open. */
  challenge: Buffer
}

/** One step of a sign-in by NTLM, in SPNEGO or bare. */
export function signIn(token: Buffer, { fqdn, accounts, challenge }: SignInPlace): SignInStep {
  const { message, wrap } = unwrap(token)
  const type = message && ntlmMessageType(message)
  if (message && type === 1) {
    const negotiate = parseNtlmNegotiate(message)
    return negotiate
      ? challengeClient(negotiate.flags, fqdn, wrap)
      : refused('an NTLM message that cannot be read')
  }
  if (message && type === 3) return judge(message, challenge, wrap, accounts())
  return refused('the client tried to sign in by something other than NTLM, the only mechanism on offer')
}

type Wrap = (state: 'incomplete' | 'accepted', message?: Buffer) => Buffer

function unwrap(token: Buffer): { message: Buffer | undefined; wrap: Wrap } {
  if (ntlmMessageType(token) !== undefined) {
    return { message: token, wrap: (_state, message) => message ?? Buffer.alloc(0) }
  }
  const parsed = parseSpnego(token)
  const initial = parsed?.kind === 'init'
  return {
    message: parsed?.token,
    wrap: (state, inner) =>
      serializeSpnego({
        kind: 'response',
        state: negotiationStates[state],
        // Named in the first answer only (RFC 4178, 4.2.2).
        ...(initial && { mechanism: mechanisms.ntlm }),
        ...(inner && { token: inner }),
      }),
  }
}

/**
 * The flags that the server accepts if a client requests them. No key exchange: it would need RC4 to sign one session.
 */
const acceptedFlags =
  ntlmFlags.unicode |
  ntlmFlags.requestTarget |
  ntlmFlags.sign |
  ntlmFlags.ntlm |
  ntlmFlags.alwaysSign |
  ntlmFlags.extendedSessionSecurity |
  ntlmFlags.key128 |
  ntlmFlags.key56

function challengeClient(requestedFlags: number, fqdn: string, wrap: Wrap): SignInStep {
  const challenge = randomBytes(8)
  const [computer = fqdn] = fqdn.toUpperCase().split('.')
  const message = serializeNtlmChallenge({
    flags:
      (requestedFlags & acceptedFlags) |
      ntlmFlags.unicode |
      ntlmFlags.targetInfo |
      ntlmFlags.targetTypeServer,
    targetName: computer,
    challenge,
    targetInfo: serializeTargetInfo({ computer, domain: computer, dnsComputer: fqdn }),
  })
  return { outcome: 'challenge', challenge, token: wrap('incomplete', message) }
}

function judge(message: Buffer, challenge: Buffer, wrap: Wrap, accounts: readonly Account[]): SignInStep {
  const answer = parseNtlmAuthenticate(message)
  if (!answer) return refused('an NTLM message that cannot be read')
  const token = wrap('accepted')
  if (challenge.length === 0) return refused('an answer, and no challenge was open')
  const { user, domain, ntResponse, lmResponse } = answer
  // [MS-NLMP] 3.2.5.1.2.
  if (user === '' && ntResponse.length === 0 && lmResponse.length <= 1) {
    return { outcome: 'accepted', as: 'anonymous', token }
  }
  if (!isNtResponse(ntResponse)) return refused('an answer that has the form of no NTLM response')
  const called = user.toLowerCase()
  const account = accounts.find(({ name }) => name.toLowerCase() === called)
  if (!account) return refused(`no account has the name ${user}`)
  const key = checkNtlmV2({ user, domain, password: account.password }, challenge, ntResponse)
  if (!key) return refused(`the password of ${user} is wrong, or was not proven by NTLMv2`)
  return { outcome: 'accepted', as: { account, key }, token }
}

function refused(wrong: string): SignInStep {
  return { outcome: 'refused', wrong }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the accounts by which one signs in to Active Directory, to web servers and to shares: of ' +
      'every computer in the domain and each Network Access Account, by its name and a password ' +
      'that is derived from the name; everybody else is anonymous to Active Directory, and refused by ' +
      'web servers and shares, where no name makes anybody a guest',
  },
]
