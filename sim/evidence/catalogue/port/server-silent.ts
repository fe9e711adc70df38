import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { spokeHttp } from '../own-certificate.ts'

export const serverSilent: CatalogueEntry = {
  id: 'server-silent',
  title: 'the site system accepts connections and keeps silent',
  happens:
    'The connection stands, and nothing ever comes back: neither a handshake nor an answer. The client ' +
    'gives up when its patience ends. A firewall that drops packets looks the same.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look whether the web server's process hangs, and whether a firewall lets the answers back to the " +
    'client.',
  look:
    'Connect with telnet from the site system itself: if that hangs as well, it is the web server and ' +
    'not the network.',
  sightings: [
    {
      client: { stage: ['connect', 'tls'], codes: ['UND_ERR_CONNECT_TIMEOUT'] },
      server: { stage: 'connect', codes: ['SENT_NOTHING'] },
    },
    {
      client: { stage: 'http', codes: ['UND_ERR_HEADERS_TIMEOUT'], where: spokeHttp },
      server: { stage: 'connect', codes: ['SENT_NOTHING'] },
    },
    { client: { stage: 'connect', codes: ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'] }, server: null },
  ],
  suspicion: ({ stage, received }) => (stage === 'http' || received > 0 ? 'unlikely' : undefined),
  winHttp: winHttpError(12002),
  webServer: null,
  clientLog: errorLine(12002, 'ERROR_WINHTTP_TIMEOUT'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { fault: 'silent' },
}
