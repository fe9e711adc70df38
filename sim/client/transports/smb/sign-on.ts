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

/**
 * Agrees on the 2.0.2 dialect, and signs in with one account after the other until one is let in; anonymously without any.
 * Resolves to the most bytes of one READ.
 */
export async function signOn(
  connection: SmbConnection,
  fqdn: string,
  accounts: readonly NtlmAccount[],
): Promise<number> {
  const clientGuid = randomBytes(16)
  const negotiate = serializeNegotiateRequest({ securityMode, clientGuid, dialects: [dialects.smb202] })
  const negotiated = await connection.ask(commands.negotiate, negotiate)
  expectStatus(negotiated.header.status, statuses.STATUS_SUCCESS, `${fqdn} does not speak SMB 2.0.2`)
  const agreed = parseNegotiateResponse(negotiated.message)
  if (agreed?.dialect !== dialects.smb202) throw unreadable(fqdn)
  const [first, ...others] = accounts
  let refusal = await setUpSession(connection, fqdn, first)
  for (const account of others) {
    if (refusal?.code !== 'STATUS_LOGON_FAILURE') break
    refusal = await setUpSession(connection, fqdn, account)
  }
  if (refusal) throw refusal
  return agreed.maxReadSize
}

/** Sets up a session by NTLM; returns why it was refused. */
async function setUpSession(
  connection: SmbConnection,
  fqdn: string,
  account: NtlmAccount | undefined,
): Promise<SmbFailure | undefined> {
  connection.sessionId = 0n
  const challenged = await setUp(
    serializeSpnego({
      kind: 'init',
      mechanisms: [mechanisms.ntlm],
      token: serializeNtlmNegotiate(requestedFlags),
    }),
  )
  if (challenged.header.status !== statuses.STATUS_MORE_PROCESSING_REQUIRED)
    return refused(challenged.header.status, `${fqdn} does not let anybody sign in by NTLM`)
  connection.sessionId = challenged.header.sessionId
  const offered = parseSpnego(parseSessionSetupResponse(challenged.message)?.securityToken ?? Buffer.alloc(0))
  const challenge = offered?.token && parseNtlmChallenge(offered.token)
  if (!challenge) throw unreadable(fqdn)

  const { message, key } = account
    ? answerAs(account, challenge)
    : { message: anonymousAnswer, key: undefined }
  const signedOn = await setUp(serializeSpnego({ kind: 'response', token: message }))
  const who = account ? account.user : 'an anonymous client'
  if (signedOn.header.status !== statuses.STATUS_SUCCESS)
    return refused(signedOn.header.status, `${fqdn} does not let ${who} sign in`)
  const taken = parseSessionSetupResponse(signedOn.message)
  if (!taken) throw unreadable(fqdn)
  connection.isAnonymous = account === undefined
  // A guest session is not authenticated, and has no key.
  if (key && taken.flags === 0) connection.key = key
  return undefined

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
  if (status !== expected) throw refused(status, message)
}

function refused(status: number, message: string): SmbFailure {
  return new SmbFailure('smb', statusName(status), `${message}: ${statusName(status)}`)
}

export function unreadable(fqdn: string): SmbFailure {
  return new SmbFailure('smb', 'INVALID_MESSAGE', `a response of ${fqdn} cannot be read`)
}
