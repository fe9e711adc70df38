import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { listCannotBeUsed } from './cannot-be-used.ts'

export const revocationListMissing: CatalogueEntry = {
  id: 'revocation-list-missing',
  title: 'there is no revocation list where the certificate says that it is',
  happens:
    'The place that publishes revocation lists answers, but does not have this one. Whoever checks ' +
    'treats every certificate of the chain as revoked.',
  frequency: 'occasional',
  party: 'certification authority',
  remedy: 'Publish the revocation list at the URL that is written in the certificates.',
  look:
    "Open the URL in the certificate's CRL distribution point with a browser, and read the answer's " +
    'status.',
  ...listCannotBeUsed('CRL_NOT_FOUND'),
  stateMessage: managementPointFailed,
  reference: 'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode)',
  confidence: 'inferred',
  provocation: { revocationListFault: 'list-missing', refusal: ['handshake', 'iis'] },
}
