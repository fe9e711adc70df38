import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { untrusted } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateUntrusted: CatalogueEntry = {
  id: 'client-certificate-untrusted',
  title: "the site system does not trust the authority of the client's certificate",
  happens:
    "The client's chain ends in a root that is not among the trusted ones of the site system. The " +
    'client cannot know that: to itself its certificate is in order.',
  frequency: 'frequent',
  party: 'site system',
  remedy:
    "Install the root of the client's certificate on the site system, in the computer's store, or issue " +
    'from the trusted one.',
  look:
    "Compare the root of the client's chain with the trusted roots of the site system, by their " +
    'thumbprints.',
  ...refusedByServer(untrusted, { status: 403, substatus: 16, win32: 2_148_204_809 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['untrusted-root'], refusal: ['handshake', 'iis'] },
}
