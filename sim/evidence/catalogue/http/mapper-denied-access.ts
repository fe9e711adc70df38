import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const mapperDeniedAccess: CatalogueEntry = {
  id: 'mapper-denied-access',
  title: 'the certificate mapper of the web server denies this client access (403.12)',
  happens:
    'Client certificates are mapped to accounts on this web server, and this one is mapped to none that ' +
    'has access.',
  frequency: 'rare',
  party: 'site system',
  remedy:
    'Switch the mapping of client certificates off for the virtual directory, or map the certificate to ' +
    'an account.',
  look: 'Read the client certificate mappings of the web site.',
  ...answeredWith(403, 12),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.12' },
}
