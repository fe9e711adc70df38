import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { weakHash } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateWeakHash: CatalogueEntry = {
  id: 'client-certificate-weak-hash',
  title: "the client's certificate is signed with a hash that is too weak",
  happens:
    "A certificate of the client's chain is signed with SHA-1 or an older hash, which today's servers " +
    'do not accept. Those of 2007 did.',
  frequency: 'rare',
  party: 'certification authority',
  remedy: 'Issue the certificate anew from an authority that signs with SHA-256.',
  look: "Read the signature algorithm of each certificate in the client's chain.",
  ...refusedByServer(weakHash, { status: 403, substatus: 16 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'openssl-verification-options, "Certificate Checks"',
  confidence: 'our choice',
  provocation: { clientCertificates: ['weak-hash'], refusal: ['handshake', 'iis'] },
}
