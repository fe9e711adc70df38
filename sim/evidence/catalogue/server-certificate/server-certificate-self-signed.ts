import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { selfSigned } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateSelfSigned: CatalogueEntry = {
  id: 'server-certificate-self-signed',
  title: "the site system's certificate is self-signed",
  happens:
    "The server's certificate is its own issuer. No client trusts it, unless it was installed as a root " +
    'on each one.',
  frequency: 'occasional',
  party: 'site system',
  remedy: "Issue the web server's certificate from an authority that the clients trust.",
  look: 'Read the issuer of the certificate: it is the same as the subject.',
  ...refusedByClient(selfSigned),
  winHttp: secureFailure('INVALID_CA'),
  clientLog: flagLine('INVALID_CA'),
  stateMessage: managementPointFailed,
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'documented',
  provocation: { systemCertificate: 'self-signed' },
}
