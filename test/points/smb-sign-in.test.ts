import t, { type Test } from 'tap'
import { commands } from '../../sim/wire/smb/header.ts'
import { dialects, securityModes, serializeNegotiateRequest } from '../../sim/wire/smb/negotiate.ts'
import {
  computeNtlmV2Response,
  ntlmFlags,
  parseNtlmChallenge,
  serializeNtlmAuthenticate,
  serializeNtlmNegotiate,
  type NtlmChallenge,
} from '../../sim/wire/ntlm/ntlm.ts'
import { parseSessionSetupResponse, serializeSessionSetupRequest } from '../../sim/wire/smb/session.ts'
import { connectTo, openShare, statusOf } from './opened-share.ts'

const account = { user: 'reader', domain: '', password: 'Password1' }
const flags = ntlmFlags.unicode | ntlmFlags.ntlm
const named = { flags, domain: '', user: account.user, workstation: '' }
const nobody = { ...named, user: '' }
const none = Buffer.alloc(0)

function respondTo({ challenge, targetInfo }: NtlmChallenge): { ntResponse: Buffer; lmResponse: Buffer } {
  return computeNtlmV2Response(account, {
    serverChallenge: challenge,
    clientChallenge: Buffer.alloc(8, 1),
    time: new Date('2007-08-22T00:00:00Z'),
    targetInfo,
  })
}

/** The status of a sign-in whose last message answers the challenge like this. */
async function signIn(t: Test, port: number, answer: (challenge: NtlmChallenge) => Buffer): Promise<string> {
  const connection = await connectTo(t, port)
  const securityMode = securityModes.signingEnabled
  const setUp = (securityToken: Buffer) =>
    connection.ask(commands.sessionSetup, serializeSessionSetupRequest({ securityMode, securityToken }))
  const offer = { securityMode, clientGuid: Buffer.alloc(16), dialects: [dialects.smb202] }
  await connection.ask(commands.negotiate, serializeNegotiateRequest(offer))
  const challenged = await setUp(serializeNtlmNegotiate(flags))
  connection.sessionId = challenged.header.sessionId
  const token = parseSessionSetupResponse(challenged.message)?.securityToken
  const challenge = token && parseNtlmChallenge(token)
  if (!challenge) throw new Error('no challenge')
  return statusOf(await setUp(answer(challenge)))
}

/** The response, with a byte of it changed: 16 bytes of proof come first ([MS-NLMP] 2.2.2.8). */
function changed(bytes: Buffer, at: number, to: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = to
  return copy
}

const answers: [what: string, answer: (challenge: NtlmChallenge) => Buffer, status: string][] = [
  [
    'NTLMv2',
    (challenge) => serializeNtlmAuthenticate({ ...named, ...respondTo(challenge) }),
    'STATUS_SUCCESS',
  ],
  [
    'as long as NTLMv1',
    () => serializeNtlmAuthenticate({ ...named, ntResponse: Buffer.alloc(24), lmResponse: Buffer.alloc(24) }),
    'STATUS_LOGON_FAILURE',
  ],
  [
    'no response to the challenge',
    () => serializeNtlmAuthenticate({ ...named, ntResponse: none, lmResponse: none }),
    'STATUS_LOGON_FAILURE',
  ],
  [
    'a response of no known length',
    () => serializeNtlmAuthenticate({ ...named, ntResponse: Buffer.alloc(23), lmResponse: none }),
    'STATUS_LOGON_FAILURE',
  ],
  [
    'a version of the response that does not exist (2.2.2.7)',
    (challenge) => {
      const { ntResponse, lmResponse } = respondTo(challenge)
      return serializeNtlmAuthenticate({ ...named, ntResponse: changed(ntResponse, 16, 2), lmResponse })
    },
    'STATUS_LOGON_FAILURE',
  ],
  [
    'names that lead out of the response (2.2.2.1)',
    // The proof is right.
    (challenge) => {
      const targetInfo = changed(challenge.targetInfo, 3, 0xff)
      return serializeNtlmAuthenticate({ ...named, ...respondTo({ ...challenge, targetInfo }) })
    },
    'STATUS_LOGON_FAILURE',
  ],
  [
    'nobody, with half a response (3.2.5.1.2)',
    () => serializeNtlmAuthenticate({ ...nobody, ntResponse: none, lmResponse: Buffer.alloc(24) }),
    'STATUS_LOGON_FAILURE',
  ],
  [
    'a response that leads into the fixed part (2.2.1.3)',
    (challenge) => {
      const message = serializeNtlmAuthenticate({ ...named, ...respondTo(challenge) })
      return changed(message, 24, 8)
    },
    'STATUS_LOGON_FAILURE',
  ],
  [
    'cut short',
    (challenge) => serializeNtlmAuthenticate({ ...named, ...respondTo(challenge) }).subarray(0, -1),
    'STATUS_LOGON_FAILURE',
  ],
  ['no message of NTLM', () => Buffer.from('NTLMSSP'), 'STATUS_LOGON_FAILURE'],
]

void t.test(
  'an answer to the challenge that is malformed is refused, and makes nobody a guest',
  async (t) => {
    const { server } = await openShare(t)
    const secured = await openShare(t, {
      accounts: () => [{ name: account.user, password: account.password }],
    })
    for (const [what, answer, status] of answers) {
      t.equal(await signIn(t, server.port, answer), 'STATUS_LOGON_FAILURE', `${what}, without accounts`)
      t.equal(await signIn(t, secured.server.port, answer), status, what)
    }
  },
)

void t.test('an answer comes after a challenge, and each challenge is answered once', async (t) => {
  const { server } = await openShare(t)
  const connection = await connectTo(t, server.port)
  const securityMode = securityModes.signingEnabled
  const setUp = (securityToken: Buffer) =>
    connection.ask(commands.sessionSetup, serializeSessionSetupRequest({ securityMode, securityToken }))
  const offer = { securityMode, clientGuid: Buffer.alloc(16), dialects: [dialects.smb202] }
  await connection.ask(commands.negotiate, serializeNegotiateRequest(offer))
  const anonymous = serializeNtlmAuthenticate({ ...nobody, ntResponse: none, lmResponse: Buffer.alloc(1) })
  t.equal(statusOf(await setUp(anonymous)), 'STATUS_LOGON_FAILURE', 'nobody was challenged')
  connection.sessionId = (await setUp(serializeNtlmNegotiate(flags))).header.sessionId
  t.equal(statusOf(await setUp(anonymous)), 'STATUS_SUCCESS')
  t.equal(statusOf(await setUp(anonymous)), 'STATUS_LOGON_FAILURE', 'once more')
})
