import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { wrongUsage } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateWrongUsage: CatalogueEntry = {
  id: 'server-certificate-wrong-usage',
  title: "the site system's certificate lacks the server authentication purpose",
  happens:
    'The certificate is sound, but was not issued for a server. The client refuses it once the ' +
    'handshake is over.',
  frequency: 'occasional',
  party: 'site system',
  remedy: "Issue the web server's certificate from a template with the server authentication purpose.",
  look:
    'Read the extended key usage of the certificate: it has to name Server Authentication ' +
    '(1.3.6.1.5.5.7.3.1).',
  ...refusedByClient(wrongUsage),
  winHttp: secureFailure('CERT_WRONG_USAGE'),
  clientLog: flagLine('CERT_WRONG_USAGE'),
  stateMessage: managementPointFailed,
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'documented',
  provocation: { systemCertificate: 'wrong-usage' },
}
