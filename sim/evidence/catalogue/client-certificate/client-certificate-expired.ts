import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { expired } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateExpired: CatalogueEntry = {
  id: 'client-certificate-expired',
  title: "the client's certificate has expired",
  happens:
    'The client presents a certificate whose last day has passed. Only the server knows why it ends the ' +
    'connection; the client is told nothing, or 403.17.',
  frequency: 'frequent',
  party: 'client',
  remedy: "Renew the client's certificate; autoenrollment does it in time, where it is set up.",
  look:
    'Read the dates of the certificate in the Personal store of the client computer, and check the ' +
    "server's clock.",
  ...refusedByServer(expired, { status: 403, substatus: 17, win32: 2_148_204_801 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['expired'], refusal: ['handshake', 'iis'] },
}
