import { accountNames, type Account } from '../../vocabulary/computer-identity.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import { signIn } from '../windows-sign-in.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The sign-in of a connection to a web server: NTLM lets in a connection, not a request ([MS-NTHT] 3.1.1). */
export interface ConnectionSignIn {
  /** The one that the client has to answer; empty where none is open. */
  challenge: Buffer
  /** `CONTOSO\PC$`, once it has signed in. */
  account: string | undefined
}

/** Where a client signs in, and who may. */
interface Door {
  fqdn: string
  domain: string
  accounts(): readonly Account[]
}

/** The schemes of Integrated Windows Authentication (RFC 4559, section 4): both take NTLM here, and neither Kerberos. */
const schemes = ['Negotiate', 'NTLM']

/** How a request without credentials is refused, one whose credentials are wrong, and the step between the two. */
const nobodySignedIn = {
  status: 401,
  substatus: 2,
  reason: 'Access is denied due to server configuration.',
  authenticate: schemes,
} satisfies WebServerError
const wrongCredentials = {
  status: 401,
  substatus: 1,
  reason: 'Access is denied due to invalid credentials.',
  authenticate: schemes,
} satisfies WebServerError

/** `proof`: what the server has to say to the last message. */
type Admission =
  | { admitted: true; account: string; proof?: string }
  | { admitted: false; refusal: WebServerError; challenged?: true }

/** Lets a request in if its connection is signed in, or signs in with it. Anonymous clients have no account. */
export function admit(
  authorization: string | undefined,
  connection: ConnectionSignIn,
  { fqdn, domain, accounts }: Door,
): Admission {
  const [, scheme = '', written = ''] =
    /^(negotiate|ntlm)\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? []
  if (written === '') {
    return connection.account && authorization === undefined
      ? { admitted: true, account: connection.account }
      : { admitted: false, refusal: nobodySignedIn }
  }
  const { challenge } = connection
  const step = signIn(Buffer.from(written, 'base64'), { fqdn, accounts, challenge })
  // A challenge is valid once, and a new sign-in ends the one before.
  connection.challenge = Buffer.alloc(0)
  connection.account = undefined
  const inWords = (token: Buffer): string => `${scheme} ${token.toString('base64')}`
  switch (step.outcome) {
    case 'challenge':
      connection.challenge = step.challenge
      return {
        admitted: false,
        refusal: { ...wrongCredentials, authenticate: [inWords(step.token)] },
        challenged: true,
      }
    case 'refused':
      return { admitted: false, refusal: wrongCredentials }
    case 'accepted':
      if (typeof step.as === 'string') return { admitted: false, refusal: wrongCredentials }
      connection.account = accountNames(step.as.account, domain).netBiosName
      return {
        admitted: true,
        account: connection.account,
        ...(step.token.length > 0 && { proof: inWords(step.token) }),
      }
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'Integrated Windows Authentication by NTLM alone, without Kerberos, under the names NTLM and ' +
      'Negotiate',
  },
]
