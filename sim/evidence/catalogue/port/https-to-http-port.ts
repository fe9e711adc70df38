import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const httpsToHttpPort: CatalogueEntry = {
  id: 'https-to-http-port',
  title: 'the client spoke HTTPS to a port that serves HTTP',
  happens:
    'The client begins a TLS handshake, which a web server that serves HTTP cannot read as a request. ' +
    'Some servers close the connection, others answer in the clear that the request is bad.',
  frequency: 'frequent',
  party: 'site',
  remedy:
    'The site system is in mixed mode: use HTTP, or switch its site to native mode and bind a ' +
    'certificate to the port.',
  look:
    "Open the port with a browser by http://; if a page comes, it serves HTTP. Compare the site's mode " +
    "with the client's.",
  sightings: [
    {
      client: { stage: 'tls', codes: cutOffCodes },
      server: { stage: 'http', codes: ['HPE_INVALID_METHOD'] },
    },
  ],
  elsewhere: {
    client: [{ stage: 'tls', codes: ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'] }],
  },
  // The server has said nothing, and has closed the connection rather than reset it.
  suspicion: (client) => (client.received > 0 || wasReset(client) ? 'unlikely' : undefined),
  ...reportedByWinHttp(12030),
  provocation: { mode: 'mixed', protocol: 'https' },
}
