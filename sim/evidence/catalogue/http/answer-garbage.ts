import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

/** What the parser makes of it depends on the first bytes. */
const notHttp = [
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
  'HPE_INVALID_STATUS',
  'HPE_INVALID_HEADER_TOKEN',
  'HPE_INVALID_TOKEN',
  'HPE_CR_EXPECTED',
  'HPE_LF_EXPECTED',
  'HTTPParserError',
]

export const answerGarbage: CatalogueEntry = {
  id: 'answer-garbage',
  title: 'the answer of the site system is not HTTP',
  happens:
    'What comes back to the request cannot be read as HTTP. Another program than the web server may ' +
    'have the port.',
  frequency: 'rare',
  party: 'site system',
  remedy: 'Find out which program has the port open (netstat -ano), and give the port to the web server.',
  look: 'Look at the first bytes of the answer: a TLS alert (15 03) means a port that serves HTTPS.',
  sightings: [
    { client: { stage: 'http', codes: [...notHttp] }, server: { stage: 'http', codes: ['SENT_GARBAGE'] } },
  ],
  winHttp: winHttpError(12152),
  webServer: null,
  clientLog: errorLine(12152, 'ERROR_WINHTTP_INVALID_SERVER_RESPONSE'),
  stateMessage: managementPointFailed,
  reference: 'RFC 9112, HTTP/1.1',
  confidence: 'documented',
  provocation: { fault: 'garbage-answer' },
}
