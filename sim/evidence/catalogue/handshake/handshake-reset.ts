import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

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
  ...reportedByWinHttp(12030),
  provocation: { fault: 'reset-in-handshake' },
}
