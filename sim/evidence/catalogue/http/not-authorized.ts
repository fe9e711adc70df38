import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const notAuthorized: CatalogueEntry = {
  id: 'not-authorized',
  title: 'the web server does not let this client in without a logon (401)',
  happens:
    "The virtual directory asks for Windows authentication, and the client's computer account has no " +
    'access or was not asked for.',
  frequency: 'frequent',
  party: 'site system',
  remedy:
    'Allow anonymous access to the virtual directory, or give the computer account access, as the role ' +
    'needs it.',
  look:
    'Read the authentication settings of the virtual directory, and the substatus of the 401 in the web ' +
    "server's log.",
  ...answeredWith(401),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'IIS Status Codes',
  confidence: 'documented',
  provocation: { fault: '401' },
}
