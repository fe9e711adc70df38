import { locationMessages } from './locations.ts'
import type { Message } from './lie.ts'
import { policyMessages } from './policy.ts'
import { publishedMessages } from './published.ts'
import { serviceMessages } from './services.ts'

/** Every message by which the documentation says that a client acts. */
export const messages: readonly Message[] = [
  ...publishedMessages,
  ...locationMessages,
  ...policyMessages,
  ...serviceMessages,
]

const carries = 'it carries what is lied about elsewhere'
const files = 'it gives out files, whose bytes have a hash that the client was told'

/** What else listeners write, by module or by module and export, and why no lie is told about it. */
export const notLiedAbout: Readonly<Record<string, string>> = {
  'sim/wire/ldap/search.ts': carries,
  'sim/wire/ldap/message.ts': carries,
  'sim/wire/management-point/envelope.ts': carries,
  'sim/wire/software-update-point/operation.ts': carries,
  'sim/wire/soh/message.ts': carries,
  'sim/wire/soh/system-entry.ts': carries,
  'sim/wire/tftp/packet.ts': files,
  'sim/wire/smb/file-information.ts': files,
  'sim/wire/smb/read.ts': files,
  'sim/wire/smb/create.ts': files,
  'sim/wire/smb/write.ts': 'it says how many bytes were written, which are all or a failure',
  'sim/wire/smb/file-system-information.ts': 'no client asks for the size of a share',
  'sim/wire/smb/security-descriptor.ts': 'no client asks who may do what',
  'sim/wire/smb/header.ts': carries,
  'sim/wire/smb/body.ts': carries,
  'sim/wire/smb/session.ts': carries,
  'sim/wire/names/service-record.ts: serializeRefusal':
    'a name server refuses only under a fault, with an entry of the catalogue',
  'sim/wire/smb/negotiate.ts': carries,
  'sim/wire/ntlm/ntlm.ts': carries,
  'sim/wire/ntlm/spnego.ts': carries,
  'sim/wire/management-point/management-point-list.ts: mpCert':
    'no simulated client encrypts for a management point',
  'sim/wire/management-point/management-point-list.ts: mpKeyInformation': 'for administrators',
}

/** The id of the plant that tells no lie, and notes what is said. */
export const overheard = 'overheard'

const said = new Set<string>()

export const listening = messages.map(({ overheard }) => overheard((about) => said.add(about)))

/** The messages and their fields that were said in this process since the last call, once `overheard` is planted in it. */
export function takeSaid(): readonly string[] {
  const names = [...said]
  said.clear()
  return names
}
