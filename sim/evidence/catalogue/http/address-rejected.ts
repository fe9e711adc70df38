import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const addressRejected: CatalogueEntry = {
  id: 'address-rejected',
  title: "the web server rejects the client's IP address (403.6)",
  happens:
    "The web server has a list of addresses that it grants or denies access, and the client's is on the " +
    'wrong side of it.',
  frequency: 'occasional',
  party: 'site system',
  remedy: "Take the client's address into the granted ones, in the IP address restrictions of the web site.",
  look:
    "Compare the client's address, as the web server's log has it, with the address restrictions of the " +
    'web site.',
  ...answeredWith(403, 6),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.6' },
}
