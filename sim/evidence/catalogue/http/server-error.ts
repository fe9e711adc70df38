import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const serverError: CatalogueEntry = {
  id: 'server-error',
  title: 'the web server or the application behind it failed (500)',
  happens: 'The request has arrived, and the application could not carry it out.',
  frequency: 'frequent',
  party: 'site system',
  remedy:
    "Read the site system's component logs and application event log at this time, and mend what they " +
    'name.',
  look:
    "Read the substatus in the web server's log: 500.19 is its own configuration, others are the " +
    'application.',
  ...answeredWith(500),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'IIS Status Codes',
  confidence: 'documented',
  provocation: { fault: '500' },
}
