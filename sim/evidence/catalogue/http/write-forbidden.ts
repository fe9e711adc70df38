import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const writeForbidden: CatalogueEntry = {
  id: 'write-forbidden',
  title: 'the web server may not write to this virtual directory (403.3)',
  happens:
    'The client wants to upload, as clients of a management point do by BITS, and writing is switched ' +
    'off.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    'Allow Write on the virtual directory, or install the role again so that it sets its permissions ' +
    'itself.',
  look: 'Read the access permissions of the virtual directory, and whether BITS uploads are allowed on it.',
  ...answeredWith(403, 3),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.3' },
}
