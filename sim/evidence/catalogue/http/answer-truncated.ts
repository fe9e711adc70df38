import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const answerTruncated: CatalogueEntry = {
  id: 'answer-truncated',
  title: 'the answer of the site system ends before it is whole',
  happens:
    'The answer says how long it is, or comes in pieces of which the last is missing, and the ' +
    'connection closes before that.',
  frequency: 'occasional',
  party: 'site system',
  remedy: "Look in the web server's error log why its application ended in the middle of an answer.",
  look:
    'Compare the length that the answer announces with what has come, several times: if it varies, the ' +
    'application breaks off.',
  sightings: [
    {
      client: {
        stage: 'http',
        codes: ['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'HPE_INVALID_EOF_STATE'],
      },
      server: { stage: 'http', codes: ['CUT_SHORT'] },
    },
  ],
  suspicion: ({ code }) => (code === 'UND_ERR_SOCKET' ? 'unlikely' : undefined),
  ...reportedByWinHttp(12030),
  provocation: { fault: 'truncated' },
}
