import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

export const nameNotResolved: CatalogueEntry = {
  id: 'name-not-resolved',
  title: 'the name of the site system cannot be resolved',
  happens:
    'The name service knows no address for this name, so no connection is tried. The site system sees ' +
    'nothing.',
  frequency: 'frequent',
  party: 'name service',
  remedy:
    'Register the site system in DNS under the FQDN that clients use, or correct the name that they are ' +
    'given.',
  look:
    "Look the FQDN up from the client (nslookup), and compare it with the name in the site system's " +
    'properties.',
  sightings: [{ client: { stage: 'resolve', codes: ['ENOTFOUND', 'EAI_AGAIN'] }, server: null }],
  winHttp: winHttpError(12007),
  webServer: null,
  clientLog: errorLine(12007, 'ERROR_WINHTTP_NAME_NOT_RESOLVED'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { fault: 'name-not-resolved' },
}
