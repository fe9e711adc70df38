import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { incompleteChain } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateIncompleteChain: CatalogueEntry = {
  id: 'client-certificate-incomplete-chain',
  title: 'the client sends its certificate without the authority that issued it',
  happens:
    'The client sends its own certificate alone, and the site system does not know the issuer. It may ' +
    'well trust the root, but the way there is missing; or the issuer is a root that it does not trust.',
  frequency: 'occasional',
  party: 'client',
  remedy:
    'Install the certificate of the issuing authority on the site system, or on the client so that it ' +
    'is sent along.',
  look:
    "Look for the issuer of the client's certificate among the intermediate authorities of both " +
    'machines.',
  ...refusedByServer(incompleteChain, { status: 403, substatus: 16, win32: 2_148_204_809 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  confidence: 'documented',
  provocation: { clientCertificates: ['incomplete-chain'], refusal: ['handshake', 'iis'] },
}
