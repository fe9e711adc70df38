import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const readForbidden: CatalogueEntry = {
  id: 'read-forbidden',
  title: 'the web server may not read from this virtual directory (403.2)',
  happens: 'The file is there, but reading is switched off for the virtual directory.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Allow Read on the virtual directory.',
  look: 'Read the access permissions of the virtual directory.',
  ...answeredWith(403, 2),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.2' },
}
