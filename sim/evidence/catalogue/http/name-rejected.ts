import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const nameRejected: CatalogueEntry = {
  id: 'name-rejected',
  title: "the web server rejects the client's DNS name (403.8)",
  happens:
    "The web server has a list of domain names that it grants or denies access, and looks the client's " +
    'name up to compare it.',
  frequency: 'rare',
  party: 'site system',
  remedy:
    "Take the client's domain into the granted ones, or register the client's address in the reverse " +
    'zone.',
  look:
    "Look the client's address up from the site system, and compare its name with the restrictions of " +
    'the web site.',
  ...answeredWith(403, 8),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.8' },
}
