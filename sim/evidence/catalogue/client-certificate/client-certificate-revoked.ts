import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { revoked } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateRevoked: CatalogueEntry = {
  id: 'client-certificate-revoked',
  title: "the client's certificate has been revoked",
  happens:
    "The authority has revoked the client's certificate. The web server checks that whatever the site's " +
    'settings are, and the client is told nothing, or 403.13.',
  frequency: 'occasional',
  party: 'client',
  remedy: 'Issue a new certificate to the client, if it is still to be trusted.',
  look: "Look the serial number of the client's certificate up in the authority's revocation list.",
  ...refusedByServer(revoked, { status: 403, substatus: 13, win32: 2_148_081_680 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['revoked'], refusal: ['handshake', 'iis'] },
}
