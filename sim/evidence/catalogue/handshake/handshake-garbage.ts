import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

/** What OpenSSL makes of it depends on the first bytes. */
const notTls = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  ...cutOffCodes,
]

export const handshakeGarbage: CatalogueEntry = {
  id: 'handshake-garbage',
  title: 'the site system answers the handshake with something that is not TLS',
  happens:
    "What comes back to the client's first message of the handshake is no TLS record. Another program " +
    'than the web server may have the port.',
  frequency: 'rare',
  party: 'site system',
  remedy: 'Find out which program has the port open (netstat -ano), and give the port to the web server.',
  look:
    'Look at the first bytes of the answer (openssl s_client -msg): text such as HTTP/1.1 means a port ' +
    'that serves HTTP.',
  sightings: [{ client: { stage: 'tls', codes: notTls }, server: { stage: 'tls', codes: ['SENT_GARBAGE'] } }],
  ...reportedByWinHttp(12157),
  provocation: { fault: 'garbage-in-handshake' },
}
