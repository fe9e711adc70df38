import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { weakKey } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateWeakKey: CatalogueEntry = {
  id: 'client-certificate-weak-key',
  title: "the client's certificate has a key that is too short",
  happens:
    "The client's RSA key has fewer than 2048 bits, which today's servers do not accept. Those of 2007 " +
    'did.',
  frequency: 'rare',
  party: 'client',
  remedy: 'Make a new key of at least 2048 bits on the client, and have a certificate issued for it.',
  look: "Read the length of the public key in the client's certificate.",
  ...refusedByServer(weakKey, { status: 403, substatus: 16 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'openssl-verification-options, "Certificate Checks"',
  confidence: 'our choice',
  provocation: { clientCertificates: ['weak-key'], refusal: ['handshake', 'iis'] },
}
