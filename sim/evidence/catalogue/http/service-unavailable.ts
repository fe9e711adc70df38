import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const serviceUnavailable: CatalogueEntry = {
  id: 'service-unavailable',
  title: 'the application pool of the web server is stopped (503)',
  happens:
    'Windows takes the connection, but the application pool behind the web site does not run. It is ' +
    'stopped after several crashes.',
  frequency: 'frequent',
  party: 'site system',
  remedy: 'Start the application pool, and read in the event log why it was stopped.',
  look: 'Look at the state and the identity of the application pool.',
  ...answeredWith(503),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'IIS Status Codes',
  confidence: 'inferred',
  provocation: { fault: '503' },
}
