import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const answerReset: CatalogueEntry = {
  id: 'answer-reset',
  title: 'the connection is reset in the middle of the answer',
  happens: 'The answer has begun, and the connection is reset before it is whole.',
  frequency: 'rare',
  party: 'network',
  remedy: "Look for a device in between that resets long answers, and in the web server's error log.",
  look: 'Ask the same from the site system itself: if the answer comes whole, it is cut off on the way.',
  sightings: [
    {
      client: { stage: 'http', codes: [...cutOffCodes, 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'] },
      server: { stage: 'http', codes: ['CUT_BY_RESET'] },
    },
  ],
  suspicion: (client) => (client.answering && wasReset(client) ? 'likely' : 'unlikely'),
  ...reportedByWinHttp(12030),
  provocation: { fault: 'reset-in-answer' },
}
