import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

export const noAnswer: CatalogueEntry = {
  id: 'no-answer',
  title: 'the site system takes the request and does not answer',
  happens:
    'The request has arrived, and the web server says nothing to it. The client gives up when its ' +
    'patience ends.',
  frequency: 'frequent',
  party: 'site system',
  remedy:
    "Look what the web server's application is waiting for, most often its database, and start its " +
    'application pool again.',
  look:
    'Ask for something that needs no application, such as a picture: if that comes, the web server ' +
    'itself is well.',
  sightings: [
    {
      client: { stage: 'http', codes: ['UND_ERR_HEADERS_TIMEOUT'] },
      server: { stage: 'http', codes: ['SENT_NOTHING'] },
    },
  ],
  winHttp: winHttpError(12002),
  webServer: null,
  clientLog: errorLine(12002, 'ERROR_WINHTTP_TIMEOUT'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { fault: 'silent-after-request' },
}
