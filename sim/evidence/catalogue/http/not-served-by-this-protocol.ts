import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const notServedByThisProtocol: CatalogueEntry = {
  id: 'not-served-by-this-protocol',
  title: 'the web server has no such virtual directory on this port (404)',
  happens:
    'The web server answers, but does not have this path: the role is not installed, or is served by ' +
    'the other protocol.',
  frequency: 'frequent',
  party: 'site system',
  remedy: 'Use the other protocol, check the path, or install the site system role.',
  look:
    "List the virtual directories of the web site, and read in the web server's log which path was " +
    'asked for.',
  ...answeredWith(404),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'IIS Status Codes',
  confidence: 'documented',
  provocation: { fault: '404' },
}
