import t from 'tap'
import { answerAs, requestedFlags } from '../../sim/client/transports/windows-sign-in.ts'
import { admit, type ConnectionSignIn } from '../../sim/points/web-server/sign-in.ts'
import { computerAccount } from '../../sim/vocabulary/computer-identity.ts'
import {
  parseNtlmChallenge,
  serializeNtlmAuthenticate,
  serializeNtlmNegotiate,
} from '../../sim/wire/ntlm/ntlm.ts'
import { mechanisms, parseSpnego, serializeSpnego } from '../../sim/wire/ntlm/spnego.ts'

const { name: user, password } = computerAccount('PC')
const account = { user, domain: 'CONTOSO', password }
const door = { fqdn: 'dp.contoso.test', domain: 'contoso.test', accounts: () => [computerAccount('PC')] }
const nobodySignedIn = { admitted: false, refusal: { status: 401, substatus: 2 } }
const refused = {
  admitted: false,
  refusal: { status: 401, substatus: 1, authenticate: ['Negotiate', 'NTLM'] },
}

function newConnection(): ConnectionSignIn {
  return { challenge: Buffer.alloc(0), account: undefined }
}

const written = (scheme: string, message: Buffer): string => `${scheme} ${message.toString('base64')}`

/** The token of a challenge, as it goes with the refusal. */
function challengedBy(connection: ConnectionSignIn, scheme: string, message: Buffer): Buffer {
  const step = admit(written(scheme, message), connection, door)
  if (step.admitted || !step.challenged) throw new Error('no challenge')
  const [offer = ''] = step.refusal.authenticate ?? []
  return Buffer.from(offer.replace(`${scheme} `, ''), 'base64')
}

function challengeIn(token: Buffer | undefined) {
  const challenge = token && parseNtlmChallenge(token)
  if (!challenge) throw new Error('no challenge')
  return challenge
}

const first = serializeNtlmNegotiate(requestedFlags)

void t.test('three messages sign a connection in, bare or in SPNEGO', (t) => {
  const bare = newConnection()
  const token = challengedBy(bare, 'NTLM', first)
  t.match(admit(undefined, bare, door), nobodySignedIn, 'the first message is no identity')
  const challenge = challengeIn(challengedBy(bare, 'NTLM', first))
  t.notSame(token, undefined)
  const last = written('NTLM', answerAs(account, challenge).message)
  t.strictSame(admit(last, bare, door), { admitted: true, account: 'CONTOSO\\PC$' })
  t.match(admit(undefined, bare, door), { admitted: true, account: 'CONTOSO\\PC$' }, 'and it stays so')
  t.match(admit(last, bare, door), refused, 'a challenge is answered once')
  t.match(admit(undefined, bare, door), nobodySignedIn, 'which ends the sign-in before')

  const wrapped = newConnection()
  const init = serializeSpnego({ kind: 'init', mechanisms: [mechanisms.ntlm], token: first })
  const inner = parseSpnego(challengedBy(wrapped, 'Negotiate', init))?.token
  const answer = answerAs(account, challengeIn(inner)).message
  const admission = admit(
    written('Negotiate', serializeSpnego({ kind: 'response', token: answer })),
    wrapped,
    door,
  )
  t.match(admission, { admitted: true, account: 'CONTOSO\\PC$', proof: /^Negotiate \w/ })
  t.end()
})

void t.test('nobody else is let in', (t) => {
  const cases: [what: string, answer: (challenge: ReturnType<typeof challengeIn>) => Buffer][] = [
    ['a wrong password', (challenge) => answerAs({ ...account, password: 'another' }, challenge).message],
    ['a name that nobody has', (challenge) => answerAs({ ...account, user: 'guest' }, challenge).message],
    [
      'an anonymous client ([MS-NLMP] 3.2.5.1.2)',
      () =>
        serializeNtlmAuthenticate({
          ...{ flags: requestedFlags, domain: '', user: '', workstation: '' },
          ...{ lmResponse: Buffer.alloc(1), ntResponse: Buffer.alloc(0) },
        }),
    ],
    [
      'the answer to another challenge',
      (challenge) => answerAs(account, { ...challenge, challenge: Buffer.alloc(8) }).message,
    ],
    ['no message of NTLM', () => Buffer.from('NTLMSSP')],
  ]
  for (const [what, answer] of cases) {
    const connection = newConnection()
    const challenge = challengeIn(challengedBy(connection, 'NTLM', first))
    t.match(admit(written('NTLM', answer(challenge)), connection, door), refused, what)
    t.match(admit(undefined, connection, door), nobodySignedIn, `${what}: nor afterwards`)
  }
  const unasked = answerAs(account, { ...challengeIn(challengedBy(newConnection(), 'NTLM', first)) }).message
  t.match(admit(written('NTLM', unasked), newConnection(), door), refused, 'an answer, and no challenge')
  for (const other of ['Basic UEM6eA==', 'NTLM', 'NTLM !', 'Bearer x'])
    t.match(admit(other, newConnection(), door), nobodySignedIn, other)
  t.end()
})
