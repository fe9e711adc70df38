import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const methodNotAllowed: CatalogueEntry = {
  id: 'method-not-allowed',
  title: 'the web server does not allow this HTTP method (405)',
  happens:
    'The path is there, but not for this method. WebDAV that is switched off refuses PROPFIND so, and ' +
    'BITS uploads need BITS_POST.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Switch WebDAV or the BITS server extension on, whichever the role needs.',
  look:
    "Read in the web server's log which method was refused, and which handlers the virtual directory " +
    'has.',
  ...answeredWith(405),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'IIS Status Codes',
  confidence: 'documented',
  provocation: { fault: '405' },
}
