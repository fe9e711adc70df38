import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const directoryListingDenied: CatalogueEntry = {
  id: 'directory-listing-denied',
  title: 'the web server does not list this directory (403.14)',
  happens:
    'The request is for a directory, and listing it is switched off. A distribution point without BITS ' +
    'settings answers so.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Switch directory browsing or WebDAV on for the virtual directory, as the role needs it.',
  look:
    'Read the directory settings of the virtual directory, and whether the distribution point is ' +
    'enabled for BITS.',
  ...answeredWith(403, 14),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.14' },
}
