import { randomBytes } from 'node:crypto'
import { commands, statuses, statusName } from '../../../wire/smb/header.ts'
import {
  dialects,
  securityModes,
  parseNegotiateResponse,
  serializeNegotiateRequest,
} from '../../../wire/smb/negotiate.ts'
import {
  ntlmFlags,
  parseNtlmChallenge,
  serializeNtlmAuthenticate,
  serializeNtlmNegotiate,
  type NtlmAccount,
} from '../../../wire/ntlm/ntlm.ts'
import { mechanisms, parseSpnego, serializeSpnego } from '../../../wire/ntlm/spnego.ts'
import { answerAs, requestedFlags } from '../windows-sign-in.ts'
import { SmbFailure, type SmbConnection } from './connection.ts'
import { parseSessionSetupResponse, serializeSessionSetupRequest } from '../../../wire/smb/session.ts'

const securityMode = securityModes.signingEnabled

/** Agrees on the 2.0.2 dialect and signs in: anonymously without an account. Resolves to the most bytes of one READ. */
export async function signOn(
  connection: SmbConnection,
  fqdn: string,
  account: NtlmAccount | undefined,
): Promise<number> {
  const clientGuid = randomBytes(16)
  const negotiate = serializeNegotiateRequest({ securityMode, clientGuid, dialects: [dialects.smb202] })
  const negotiated = await connection.ask(commands.negotiate, negotiate)
  expectStatus(negotiated.header.status, statuses.STATUS_SUCCESS, `${fqdn} does not speak SMB 2.0.2`)
  const agreed = parseNegotiateResponse(negotiated.message)
  if (agreed?.dialect !== dialects.smb202) throw unreadable(fqdn)

  const first = serializeSpnego({
    kind: 'init',
    mechanisms: [mechanisms.ntlm],
    token: serializeNtlmNegotiate(requestedFlags),
  })
  const challenged = await setUp(first)
  expectStatus(
    challenged.header.status,
    statuses.STATUS_MORE_PROCESSING_REQUIRED,
    `${fqdn} does not let anybody sign in by NTLM`,
  )
  connection.sessionId = challenged.header.sessionId
  const offered = parseSpnego(parseSessionSetupResponse(challenged.message)?.securityToken ?? Buffer.alloc(0))
  const challenge = offered?.token && parseNtlmChallenge(offered.token)
  if (!challenge) throw unreadable(fqdn)

  const { message, key } = account
    ? answerAs(account, challenge)
    : { message: anonymousAnswer, key: undefined }
  const signedOn = await setUp(serializeSpnego({ kind: 'response', token: message }))
  const who = account ? account.user : 'an anonymous client'
  expectStatus(signedOn.header.status, statuses.STATUS_SUCCESS, `${fqdn} does not let ${who} sign in`)
  const taken = parseSessionSetupResponse(signedOn.message)
  if (!taken) throw unreadable(fqdn)
  // A guest session is not authenticated, and has no key.
  if (key && taken.flags === 0) connection.key = key
  return agreed.maxReadSize

  function setUp(securityToken: Buffer) {
    return connection.ask(
      commands.sessionSetup,
      serializeSessionSetupRequest({ securityMode, securityToken }),
    )
  }
}

/** One zero byte and no response ([MS-NLMP] 3.2.5.1.2). */
const anonymousAnswer = serializeNtlmAuthenticate({
  flags: requestedFlags | ntlmFlags.anonymous,
  lmResponse: Buffer.alloc(1),
  ntResponse: Buffer.alloc(0),
  domain: '',
  user: '',
  workstation: '',
})

/** Throws an `SmbFailure` with the name of any other status. */
export function expectStatus(status: number, expected: number, message: string): void {
  if (status === expected) return
  throw new SmbFailure('smb', statusName(status), `${message}: ${statusName(status)}`)
}

export function unreadable(fqdn: string): SmbFailure {
  return new SmbFailure('smb', 'INVALID_MESSAGE', `a response of ${fqdn} cannot be read`)
}
