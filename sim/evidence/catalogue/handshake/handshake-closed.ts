import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'

export const handshakeClosed: CatalogueEntry = {
  id: 'handshake-closed',
  title: 'the site system closes the connection in the middle of the handshake',
  happens:
    "The server has read the client's first message of the handshake and closes the connection without " +
    'a word.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look in the site system's System log for SChannel events, and whether the web site has a " +
    'certificate bound to this port.',
  look: 'If openssl s_client is closed upon as well, the client and its certificate play no part.',
  sightings: [
    { client: { stage: 'tls', codes: cutOffCodes }, server: { stage: 'tls', codes: ['SENT_CLOSE'] } },
  ],
  suspicion: (client) => (client.received > 0 || wasReset(client) ? 'unlikely' : undefined),
  winHttp: winHttpError(12030),
  webServer: null,
  clientLog: errorLine(12030, 'ERROR_WINHTTP_CONNECTION_ERROR'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { fault: 'closed-in-handshake' },
}
