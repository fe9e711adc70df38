import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { weakHash } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateWeakHash: CatalogueEntry = {
  id: 'server-certificate-weak-hash',
  title: "the site system's certificate is signed with a hash that is too weak",
  happens:
    "A certificate of the server's chain is signed with SHA-1 or an older hash, which today's clients " +
    'do not accept. Those of 2007 did.',
  frequency: 'rare',
  party: 'certification authority',
  remedy: 'Issue the certificate anew from an authority that signs with SHA-256.',
  look: 'Read the signature algorithm of each certificate in the chain.',
  ...refusedByClient(weakHash),
  winHttp: secureFailure('INVALID_CERT'),
  clientLog: flagLine('INVALID_CERT'),
  stateMessage: managementPointFailed,
  reference: 'openssl-verification-options, "Certificate Checks"',
  confidence: 'our choice',
  provocation: { systemCertificate: 'weak-hash' },
}
