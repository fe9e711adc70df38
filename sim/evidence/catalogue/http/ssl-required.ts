import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const sslRequired: CatalogueEntry = {
  id: 'ssl-required',
  title: 'the web server requires SSL for this virtual directory (403.4)',
  happens:
    'The client asked by HTTP for a virtual directory that is only served by HTTPS. Where SSL is ' +
    'required on the whole web site, the fallback status point is among the victims, and no client can ' +
    'tell of it.',
  frequency: 'frequent',
  party: 'site',
  remedy:
    'Let the client use HTTPS; or do not require SSL on virtual directories that are served by HTTP in ' +
    'either mode.',
  look: 'Read the SSL settings of this virtual directory and of the web site above it.',
  ...answeredWith(403, 4),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { protocol: 'http', refusal: ['iis'] },
}
