import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { revoked } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateRevoked: CatalogueEntry = {
  id: 'server-certificate-revoked',
  title: "the site system's certificate has been revoked",
  happens:
    "The authority has revoked the server's certificate. The client finds it on the revocation list " +
    'once the handshake is over, and ends the connection.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Issue a new certificate for the web server and bind it to the web site.',
  look: "Look the serial number of the certificate up in the authority's revocation list.",
  ...refusedByClient(revoked),
  winHttp: secureFailure('CERT_REVOKED'),
  clientLog: flagLine('CERT_REVOKED'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { systemCertificate: 'revoked' },
}
