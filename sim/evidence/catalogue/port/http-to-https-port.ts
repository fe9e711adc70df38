import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { spokeHttp } from '../own-certificate.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const httpToHttpsPort: CatalogueEntry = {
  id: 'http-to-https-port',
  title: 'the client spoke HTTP to a port that serves HTTPS',
  happens:
    'The client sends a request in the clear where the server waits for a TLS handshake. Some servers ' +
    'close the connection, others send an alert or a page that says so.',
  frequency: 'frequent',
  party: 'site',
  remedy: 'The site system is in native mode: the client must be in native mode as well, and use HTTPS.',
  look:
    'Open the port with a browser by https://; if a certificate comes, it serves HTTPS. Compare the ' +
    "client's mode with the site's.",
  // OpenSSL knows the methods GET, POST, HEAD and PUT; PROPFIND is to it a TLS record of a strange version.
  sightings: [
    {
      client: { stage: 'http', codes: cutOffCodes, where: spokeHttp },
      server: { stage: 'tls', codes: ['ERR_SSL_HTTP_REQUEST', 'ERR_SSL_WRONG_VERSION_NUMBER'] },
    },
  ],
  elsewhere: { client: [{ stage: 'http', codes: ['400', 'HPE_INVALID_CONSTANT'], where: spokeHttp }] },
  // The server has said nothing that could be read.
  suspicion: (client) => (client.received > 0 || wasReset(client) ? undefined : 'likely'),
  ...reportedByWinHttp(12152),
  provocation: { protocol: 'http' },
}
