import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const requestClosed: CatalogueEntry = {
  id: 'request-closed',
  title: 'the site system closes the connection instead of answering',
  happens:
    'The request has arrived, and the connection is closed without a word of an answer. Under TLS 1.3 a ' +
    'client certificate that is refused looks the same to the client.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look in the web server's error log why it dropped the request, most often because its application " +
    'ended.',
  look: 'Look in the log of the web server for the request: if it is there, the certificates were in order.',
  sightings: [
    {
      client: { stage: 'http', codes: ['UND_ERR_SOCKET', 'ECONNRESET'] },
      server: { stage: 'http', codes: ['SENT_CLOSE'] },
    },
  ],
  suspicion: (client) => (wasReset(client) || client.answering ? 'unlikely' : undefined),
  ...reportedByWinHttp(12030),
  provocation: { fault: 'closed-after-request' },
}
