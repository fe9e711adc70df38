import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const handshakeSilent: CatalogueEntry = {
  id: 'handshake-silent',
  title: 'the site system falls silent in the middle of the handshake',
  happens:
    "The server has answered the client's first message of the handshake, and then says nothing more. The " +
    'client gives up when its patience ends; under TLS 1.3 its own part of the handshake is over by then, and ' +
    'it waits for an answer to its request.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    'Look whether the web server hangs, for example on a revocation list that it fetches, and start it ' +
    'again.',
  look: 'Ask the same server by HTTP, where it serves that: if it answers there, only its handshakes hang.',
  sightings: [
    {
      tls: '1.2',
      client: { stage: 'tls', codes: ['UND_ERR_CONNECT_TIMEOUT'] },
      server: { stage: 'tls', codes: ['SENT_NOTHING'] },
    },
    {
      tls: '1.3',
      client: { stage: ['tls', 'http'], codes: ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'] },
      server: { stage: 'tls', codes: ['SENT_NOTHING'] },
    },
    { client: { stage: 'tls', codes: ['UND_ERR_CONNECT_TIMEOUT'] }, server: null },
  ],
  // The server has said hello, and then nothing more.
  suspicion: ({ stage, received }) => (stage === 'tls' && received > 0 ? 'likely' : 'unlikely'),
  ...reportedByWinHttp(12002),
  provocation: { fault: 'silent-in-handshake' },
}
