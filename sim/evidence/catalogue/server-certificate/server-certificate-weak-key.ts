import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { weakKey } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateWeakKey: CatalogueEntry = {
  id: 'server-certificate-weak-key',
  title: "the site system's certificate has a key that is too short",
  happens:
    "The server's RSA key has fewer than 2048 bits, which today's clients do not accept. Those of 2007 " +
    'did.',
  frequency: 'rare',
  party: 'site system',
  remedy: 'Make a new key of at least 2048 bits for the web server, and have a certificate issued for it.',
  look: 'Read the length of the public key in the certificate.',
  ...refusedByClient(weakKey),
  winHttp: secureFailure('INVALID_CERT'),
  clientLog: flagLine('INVALID_CERT'),
  stateMessage: managementPointFailed,
  reference: 'openssl-verification-options, "Certificate Checks"',
  confidence: 'our choice',
  provocation: { systemCertificate: 'weak-key' },
}
