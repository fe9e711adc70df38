import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

export const listensOnAnotherPort: CatalogueEntry = {
  id: 'listens-on-another-port',
  title: 'the site system listens on another port than the client was told',
  happens:
    "The web server runs, but on another port than the one in the site's settings. To the client this " +
    'is the same as a web server that is stopped.',
  frequency: 'occasional',
  party: 'site',
  remedy:
    'Give the site the port that the web server really has, or bind the web server to the port of the ' +
    'site.',
  look:
    'List the ports that the web server is bound to, and compare them with the request ports in the ' +
    "site's properties.",
  sightings: [
    {
      client: { stage: 'connect', codes: ['ECONNREFUSED'] },
      server: { stage: 'connect', codes: ['LISTENS_ELSEWHERE'] },
    },
  ],
  winHttp: winHttpError(12029),
  webServer: null,
  clientLog: errorLine(12029, 'ERROR_WINHTTP_CANNOT_CONNECT'),
  stateMessage: managementPointFailed,
  reference: 'Ports Used by Configuration Manager',
  confidence: 'inferred',
  provocation: { fault: 'wrong-port' },
}
