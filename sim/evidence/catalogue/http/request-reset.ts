import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const requestReset: CatalogueEntry = {
  id: 'request-reset',
  title: 'the site system resets the connection instead of answering',
  happens: 'The request has arrived, and the connection is reset without a word of an answer.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look in the web server's error log why it dropped the request, and for a device in between that " +
    'inspects requests.',
  look:
    'Ask the same from the site system itself: if that is answered, a device in between resets the ' +
    'connection.',
  sightings: [
    {
      client: { stage: 'http', codes: cutOffCodes },
      server: { stage: 'http', codes: ['SENT_RESET'] },
    },
  ],
  suspicion: (client) => (wasReset(client) && !client.answering ? undefined : 'unlikely'),
  ...reportedByWinHttp(12030),
  provocation: { fault: 'reset-after-request' },
}
