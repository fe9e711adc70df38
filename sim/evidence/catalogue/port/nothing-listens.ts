import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

export const nothingListens: CatalogueEntry = {
  id: 'nothing-listens',
  title: 'nothing listens on this port',
  happens:
    'The machine is there, and refuses the connection: no program has the port open. It has nothing to ' +
    'log.',
  frequency: 'frequent',
  party: 'site system',
  remedy: "Start the site system's web server, or use the port and protocol of the site's mode.",
  look:
    'Look whether the web site is started and bound to this port (netstat -an), and compare the port ' +
    "with the site's settings.",
  sightings: [
    { client: { stage: 'connect', codes: ['ECONNREFUSED'] }, server: null },
    {
      client: { stage: 'connect', codes: ['ECONNREFUSED'] },
      server: { stage: 'connect', codes: ['NOT_LISTENING'] },
    },
  ],
  elsewhere: { client: [{ stage: 'connect', codes: ['EHOSTUNREACH', 'ENETUNREACH'] }] },
  winHttp: winHttpError(12029),
  webServer: null,
  clientLog: errorLine(12029, 'ERROR_WINHTTP_CANNOT_CONNECT'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { fault: 'not-listening' },
}
