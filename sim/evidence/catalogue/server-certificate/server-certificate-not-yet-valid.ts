import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { notYetValid } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateNotYetValid: CatalogueEntry = {
  id: 'server-certificate-not-yet-valid',
  title: "the site system's certificate is not valid yet",
  happens:
    "The first day of the server's certificate is still to come, by the client's clock. Most often it " +
    'is the clock that is wrong.',
  frequency: 'occasional',
  party: 'client',
  remedy:
    "Set the client's clock right; if it is right, wait for the first day of the certificate or issue " +
    'another.',
  look: "Compare the client's clock with a domain controller's, and with the first day of the certificate.",
  ...refusedByClient(notYetValid),
  winHttp: secureFailure('CERT_DATE_INVALID'),
  clientLog: flagLine('CERT_DATE_INVALID'),
  stateMessage: managementPointFailed,
  reference: 'WinHTTP Error Messages',
  confidence: 'documented',
  provocation: { systemCertificate: 'not-yet-valid' },
}
