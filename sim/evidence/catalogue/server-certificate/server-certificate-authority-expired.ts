import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { authorityExpired } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateAuthorityExpired: CatalogueEntry = {
  id: 'server-certificate-authority-expired',
  title: "the certificate of the authority that issued the site system's has expired",
  happens:
    "The server's own certificate is within its dates, but that of its issuer is not, and a chain lasts " +
    'no longer than any of its parts.',
  frequency: 'occasional',
  party: 'certification authority',
  remedy: 'Renew the certificate of the issuing authority, and install the new one on the site system.',
  look: 'Read the dates of each certificate in the chain that the server sends, not of the first alone.',
  ...refusedByClient(authorityExpired),
  winHttp: secureFailure('CERT_DATE_INVALID'),
  clientLog: flagLine('CERT_DATE_INVALID'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { systemCertificate: 'expired-intermediate' },
}
