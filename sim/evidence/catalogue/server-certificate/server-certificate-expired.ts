import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { expired } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateExpired: CatalogueEntry = {
  id: 'server-certificate-expired',
  title: "the site system's certificate has expired",
  happens:
    'The server presents a certificate whose last day has passed. The client looks at the dates once ' +
    'the handshake is over, and ends the connection; the server does not learn why.',
  frequency: 'frequent',
  party: 'site system',
  remedy: "Renew the web server's certificate and bind the new one to the web site.",
  look: "Read the dates of the certificate on the site system, and check that the client's clock is right.",
  ...refusedByClient(expired),
  winHttp: secureFailure('CERT_DATE_INVALID'),
  clientLog: flagLine('CERT_DATE_INVALID'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { systemCertificate: 'expired' },
}
