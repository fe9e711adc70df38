import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { selfSigned } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateSelfSigned: CatalogueEntry = {
  id: 'client-certificate-self-signed',
  title: "the client's certificate is self-signed",
  happens:
    "The client's certificate is its own issuer. Clients in mixed mode make such certificates for " +
    'themselves; a native-mode site system does not take them.',
  frequency: 'occasional',
  party: 'client',
  remedy: "Issue the client's certificate from an authority that the site system trusts.",
  look: "Read the issuer of the certificate in the client's store: it is the same as the subject.",
  ...refusedByServer(selfSigned, { status: 403, substatus: 16, win32: 2_148_204_809 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['self-signed'], refusal: ['handshake', 'iis'] },
}
