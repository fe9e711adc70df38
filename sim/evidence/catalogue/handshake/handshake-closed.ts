import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

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
  ...reportedByWinHttp(12030),
  provocation: { fault: 'closed-in-handshake' },
}
