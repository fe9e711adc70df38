import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const answerStalled: CatalogueEntry = {
  id: 'answer-stalled',
  title: 'the answer of the site system stops before it is whole',
  happens:
    'The answer has begun, and then nothing more comes, though the connection stays open. The client ' +
    'gives up when its patience ends.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    "Look what the web server's application is waiting for, and for a device in between that holds " +
    'large answers back.',
  look: 'Ask the same from the site system itself: if the answer comes whole, it is held up on the way.',
  sightings: [
    {
      client: { stage: 'http', codes: ['UND_ERR_BODY_TIMEOUT'] },
      server: { stage: 'http', codes: ['STALLED'] },
    },
  ],
  ...reportedByWinHttp(12002),
  provocation: { fault: 'silent-in-answer' },
}
