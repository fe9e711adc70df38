import { accountNames, type Account } from '../../vocabulary/computer-identity.ts'
import type { BindRequest, resultCodes } from '../../wire/ldap/message.ts'

interface BindResult {
  code: keyof typeof resultCodes
  message: string
}

/** Who may sign in to a directory: anonymous clients, and the accounts of its domain. */
export interface Accounts {
  /** `contoso.test`. */
  domain: string
  accounts(): readonly Account[]
}

/** Answers a bind (RFC 4511, 4.2), by a name and a password alone. */
export function answerBind({ version, name, authentication }: BindRequest, known: Accounts): BindResult {
  if (version !== 3) return { code: 'protocolError', message: 'this server speaks only version 3 of LDAP' }
  switch (authentication.kind) {
    case 'sasl':
      return unsupported(authentication.mechanism)
    case 'other':
      // Active Directory knows some of its own ([MS-ADTS] 5.1.1.1.3).
      return unsupported(`choice ${authentication.tag & 0x1f} of authentication`)
    case 'simple':
      return answerSimple(name, authentication.password, known)
  }
}

function unsupported(way: string): BindResult {
  return { code: 'authMethodNotSupported', message: `this server does not support signing in by ${way}` }
}

function answerSimple(name: string, password: Buffer, { domain, accounts }: Accounts): BindResult {
  if (name === '' && password.length === 0) return { code: 'success', message: '' }
  // Otherwise a client without the password would believe that it has signed in (RFC 4513, 5.1.2).
  if (password.length === 0) {
    return { code: 'unwillingToPerform', message: 'a bind with a name needs a password' }
  }
  // The directory has no entry for an account, by whose name one could bind.
  const account = accounts().find((one) => isNamed(one, name, domain))
  if (account && password.equals(Buffer.from(account.password))) return { code: 'success', message: '' }
  return { code: 'invalidCredentials', message: 'no account has this name and this password' }
}

function isNamed(account: Account, name: string, domain: string): boolean {
  return Object.values<string>({ ...accountNames(account, domain) }).some(
    (known) => known.toLowerCase() === name.toLowerCase(),
  )
}
