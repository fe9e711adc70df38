import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const executeForbidden: CatalogueEntry = {
  id: 'execute-forbidden',
  title: 'the web server may not execute programs in this virtual directory (403.1)',
  happens: 'The request is for an ISAPI extension, which this virtual directory does not let run.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Set the execute permissions of the virtual directory to Scripts and Executables.',
  look:
    'Read the execute permissions of the virtual directory, and whether the extension is allowed on the ' +
    'server.',
  ...answeredWith(403, 1),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.1' },
}
