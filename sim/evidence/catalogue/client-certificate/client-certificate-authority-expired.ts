import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { authorityExpired } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateAuthorityExpired: CatalogueEntry = {
  id: 'client-certificate-authority-expired',
  title: "the certificate of the authority that issued the client's has expired",
  happens:
    "The client's own certificate is within its dates, but that of its issuer is not, and a chain lasts " +
    'no longer than any of its parts.',
  frequency: 'occasional',
  party: 'certification authority',
  remedy:
    'Renew the certificate of the issuing authority, and install the new one on the clients and site ' +
    'systems.',
  look: "Read the dates of each certificate in the client's chain, not of the first alone.",
  ...refusedByServer(authorityExpired, { status: 403, substatus: 17, win32: 2_148_204_801 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'inferred',
  provocation: { clientCertificates: ['expired-intermediate'], refusal: ['handshake', 'iis'] },
}
