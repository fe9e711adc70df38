import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { untrusted } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateUntrusted: CatalogueEntry = {
  id: 'server-certificate-untrusted',
  title: "the client does not trust the authority of the site system's certificate",
  happens:
    'The chain that the server sent ends in a root that is not among the trusted ones of the client ' +
    'computer. A root in the store of a user does not count.',
  frequency: 'frequent',
  party: 'client',
  remedy:
    'Install the root certificate in the Trusted Root Certification Authorities of the client computer, ' +
    'not of a user.',
  look:
    "Compare the root of the server's chain with the roots in the computer's store, by their " +
    'thumbprints.',
  ...refusedByClient(untrusted),
  winHttp: secureFailure('INVALID_CA'),
  clientLog: flagLine('INVALID_CA'),
  stateMessage: managementPointFailed,
  reference: 'Common native mode client -> MP error messages and what to do about them',
  confidence: 'documented',
  provocation: { systemCertificate: 'untrusted-root' },
}
