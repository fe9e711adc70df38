import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'

export const handshakeReset: CatalogueEntry = {
  id: 'handshake-reset',
  title: 'the site system resets the connection in the middle of the handshake',
  happens:
    "The server has read the client's first message of the handshake and resets the connection. A " +
    'firewall that looks into handshakes does the same.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look in the site system's System log for SChannel events, and for a device in between that " +
    'inspects TLS.',
  look:
    'Try the same from the site system itself: if that goes through, a device in between resets the ' +
    'connection.',
  sightings: [
    { client: { stage: 'tls', codes: cutOffCodes }, server: { stage: 'tls', codes: ['SENT_RESET'] } },
  ],
  suspicion: (client) => (client.received > 0 || !wasReset(client) ? 'unlikely' : 'likely'),
  winHttp: winHttpError(12030),
  webServer: null,
  clientLog: errorLine(12030, 'ERROR_WINHTTP_CONNECTION_ERROR'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { fault: 'reset-in-handshake' },
}
