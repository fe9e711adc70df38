import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const tooManyClients: CatalogueEntry = {
  id: 'too-many-clients',
  title: 'too many clients are connected to the web server (403.9)',
  happens:
    "The web server has reached its limit of connections, as those on a workstation's Windows soon do.",
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Raise the limit of connections of the web site, or spread the clients over more site systems.',
  look: 'Compare the current connections of the web site with its limit.',
  ...answeredWith(403, 9),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.9' },
}
