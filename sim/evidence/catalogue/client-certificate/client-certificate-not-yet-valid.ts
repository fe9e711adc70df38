import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { notYetValid } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateNotYetValid: CatalogueEntry = {
  id: 'client-certificate-not-yet-valid',
  title: "the client's certificate is not valid yet",
  happens:
    "The first day of the client's certificate is still to come, by the server's clock. Most often a " +
    'clock is wrong.',
  frequency: 'occasional',
  party: 'client',
  remedy:
    'Set the clocks of the client and the site system right; if they are, wait for the first day of the ' +
    'certificate.',
  look:
    "Compare the site system's clock with a domain controller's, and with the first day of the " +
    'certificate.',
  ...refusedByServer(notYetValid, { status: 403, substatus: 17, win32: 2_148_204_801 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['not-yet-valid'], refusal: ['handshake', 'iis'] },
}
