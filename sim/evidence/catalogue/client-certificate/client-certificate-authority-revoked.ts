import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { authorityRevoked } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateAuthorityRevoked: CatalogueEntry = {
  id: 'client-certificate-authority-revoked',
  title: "the authority that issued the client's certificate has been revoked",
  happens:
    "The client's certificate is not on a revocation list, but that of its issuer is. Every client with " +
    'a certificate from it is shut out at once.',
  frequency: 'rare',
  party: 'certification authority',
  remedy: 'Issue new certificates to the clients, from an authority that is in force.',
  look:
    'Look whether all clients of this authority fail, and for its serial number on the list of the ' +
    'root.',
  ...refusedByServer(authorityRevoked, { status: 403, substatus: 13, win32: 2_148_081_680 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['revoked-intermediate'], refusal: ['handshake', 'iis'] },
}
