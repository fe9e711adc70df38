import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes, bytesOfAnAlert } from '../alerts.ts'
import { reportedByFlag } from '../reported-by-winhttp.ts'

export const cipherNotShared: CatalogueEntry = {
  id: 'cipher-not-shared',
  title: 'the client and the site system share no cipher suite',
  happens:
    'None of the cipher suites that the client offers is switched on at the server. The server answers ' +
    'the first message of the handshake with an alert that says no more than that the handshake failed.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Switch on, on the site system or on the client, a cipher suite that the other one offers.',
  look:
    'Compare the cipher suites of both machines. If nothing but the alert came from the server, no ' +
    'certificate was looked at yet.',
  sightings: [
    {
      client: { stage: 'tls', codes: alertCodes('HANDSHAKE_FAILURE') },
      server: { stage: 'tls', codes: ['ERR_SSL_NO_SHARED_CIPHER'] },
    },
  ],
  suspicion: ({ received }) => (received > bytesOfAnAlert ? 'unlikely' : 'likely'),
  ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { fault: 'cipher-not-shared' },
}
