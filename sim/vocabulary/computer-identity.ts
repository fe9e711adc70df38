import { createHash } from 'node:crypto'

/** The identifiers that a computer's firmware sends. */
interface ComputerIdentity {
  /** `02:15:5d:01:02:03`. */
  hardwareAddress: string
  /** The SMBIOS UUID, in lower case. */
  uuid: string
}

/** Derived from the name, so that it is the same in every run. The address is a locally administered one. */
export function computerIdentity(name: string): ComputerIdentity {
  const hash = createHash('sha256').update(name.toUpperCase()).digest('hex')
  const octets = hash.slice(0, 10).match(/../g) ?? []
  const uuid = [
    hash.slice(10, 18),
    hash.slice(18, 22),
    `4${hash.slice(23, 26)}`,
    `8${hash.slice(27, 30)}`,
    hash.slice(30, 42),
  ]
  return { hardwareAddress: ['02', ...octets].join(':'), uuid: uuid.join('-') }
}

/** A name and a password by which one signs in. */
export interface Account {
  /** Its name in the domain: `PC$` for a computer. */
  name: string
  /** In plain text: it is made up, and worth nothing outside of the simulation. */
  password: string
}

/** The forms in which an account's name is taken for a password ([MS-ADTS] 5.1.1.1.1). */
export interface AccountNames {
  /** `PC$@contoso.test`. */
  principalName: string
  /** `CONTOSO\PC$`. */
  netBiosName: string
}

export function accountNames({ name }: Account, domain: string): AccountNames {
  return { principalName: `${name}@${domain}`, netBiosName: `${netBiosDomain(domain)}\\${name}` }
}

/** The domain's name in NetBIOS, as Windows proposes it. */
export function netBiosDomain(domain: string): string {
  const [netBios = ''] = domain.split('.')
  return netBios.toUpperCase()
}

/** The account of a computer in its domain. The password is derived from the name too; a real one changes each month. */
export function computerAccount(name: string): Account {
  return { name: `${name.toUpperCase()}$`, password: passwordOf(`account of ${name.toUpperCase()}`) }
}

/** The same account with a password that the domain no longer has, as after a restore of the computer from a copy. */
export function staleComputerAccount(name: string): Account {
  return { ...computerAccount(name), password: passwordOf(`former account of ${name.toUpperCase()}`) }
}

/** An account of the domain that an administrator has made, such as a Network Access Account. */
export function serviceAccount(name: string): Account {
  return { name, password: passwordOf(`service account ${name.toLowerCase()}`) }
}

function passwordOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

/** Whether a computer and its domain have the same password for its account. */
export const computerAccountStates = ['trusted', 'broken'] as const
/** What the domain has of a client's computer, which decides where the client can sign in. */
export type ComputerAccountState = (typeof computerAccountStates)[number]
