import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { wrongUsage } from '../certificate-faults.ts'
import { refusedByServer } from './refused-by-server.ts'

export const clientCertificateWrongUsage: CatalogueEntry = {
  id: 'client-certificate-wrong-usage',
  title: "the client's certificate lacks the client authentication purpose",
  happens:
    'The certificate is sound, but was not issued for a client. The server refuses it, and the client ' +
    'is told nothing, or 403.16.',
  frequency: 'occasional',
  party: 'client',
  remedy: "Issue the client's certificate from a template with the client authentication purpose.",
  look:
    'Read the extended key usage of the certificate: it has to name Client Authentication ' +
    '(1.3.6.1.5.5.7.3.2).',
  ...refusedByServer(wrongUsage, { status: 403, substatus: 16, win32: 2_148_204_816 }),
  winHttp: null,
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'inferred',
  provocation: { clientCertificates: ['wrong-usage'], refusal: ['handshake', 'iis'] },
}
