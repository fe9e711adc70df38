import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'

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
  winHttp: winHttpError(12030),
  webServer: null,
  clientLog: errorLine(12030, 'ERROR_WINHTTP_CONNECTION_ERROR'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { fault: 'reset-in-answer' },
}
