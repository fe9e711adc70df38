import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { authorityRevoked } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateAuthorityRevoked: CatalogueEntry = {
  id: 'server-certificate-authority-revoked',
  title: "the authority that issued the site system's certificate has been revoked",
  happens:
    "The server's certificate is not on a revocation list, but that of its issuer is. Everything that " +
    'this authority issued is worth nothing with it.',
  frequency: 'rare',
  party: 'certification authority',
  remedy: "Issue the web server's certificate anew, from an authority that is in force.",
  look:
    "Look which certificate of the chain was refused: it is the authority's, and its serial number is " +
    'on the list of the root.',
  ...refusedByClient(authorityRevoked),
  winHttp: secureFailure('CERT_REVOKED'),
  clientLog: flagLine('CERT_REVOKED'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { systemCertificate: 'revoked-intermediate' },
}
