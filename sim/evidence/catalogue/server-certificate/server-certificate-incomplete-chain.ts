import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { incompleteChain } from '../certificate-faults.ts'
import { refusedByClient } from './refused-by-client.ts'

export const serverCertificateIncompleteChain: CatalogueEntry = {
  id: 'server-certificate-incomplete-chain',
  title: 'the site system sends its certificate without the authority that issued it',
  happens:
    'The server sends its own certificate alone, and the client does not know the issuer. It may well ' +
    'trust the root, but the way there is missing; or the issuer is a root that it does not trust.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    'Install the certificate of the issuing authority on the site system, so that the web server sends ' +
    'it along.',
  look:
    'List what the server sends (openssl s_client -showcerts), and look for the issuer of its ' +
    'certificate.',
  ...refusedByClient(incompleteChain),
  winHttp: secureFailure('INVALID_CA'),
  clientLog: flagLine('INVALID_CA'),
  stateMessage: managementPointFailed,
  reference: 'Common native mode client -> MP error messages and what to do about them',
  confidence: 'documented',
  provocation: { systemCertificate: 'incomplete-chain' },
}
