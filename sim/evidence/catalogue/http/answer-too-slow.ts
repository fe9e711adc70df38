import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const answerTooSlow: CatalogueEntry = {
  id: 'answer-too-slow',
  title: 'the answer of the site system comes too slowly',
  happens:
    "The answer comes drop by drop, never silent for long, and is still not whole when the client's " +
    'patience ends.',
  frequency: 'rare',
  party: 'network',
  remedy:
    'Look at the load of the site system and of the line to it; a slow boundary or BITS suits a slow ' +
    'line.',
  look: 'Measure how many bytes come in a second, from the client and from the site system itself.',
  sightings: [
    {
      client: { stage: 'http', codes: ['ERR_ANSWER_TOO_SLOW'] },
      server: { stage: 'http', codes: ['TRICKLED'] },
    },
  ],
  ...reportedByWinHttp(12002),
  provocation: { fault: 'slow' },
}
