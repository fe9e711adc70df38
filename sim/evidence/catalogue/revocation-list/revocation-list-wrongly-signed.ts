import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { listCannotBeUsed } from './cannot-be-used.ts'

export const revocationListWronglySigned: CatalogueEntry = {
  id: 'revocation-list-wrongly-signed',
  title: 'the revocation list is not signed by the authority that it is for',
  happens:
    "The list was fetched, but its signature does not fit the authority's key. It may be another " +
    "authority's, or an old one's from before the key was renewed.",
  frequency: 'rare',
  party: 'certification authority',
  remedy:
    'Publish the list that the authority itself has signed, and remove the one that stands in its ' +
    'place.',
  look:
    'Compare the authority key identifier of the list with the subject key identifier of the issuing ' +
    'authority.',
  ...listCannotBeUsed('CRL_SIGNATURE_FAILURE'),
  stateMessage: managementPointFailed,
  reference: 'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode)',
  confidence: 'inferred',
  provocation: { revocationListFault: 'list-wrongly-signed', refusal: ['handshake', 'iis'] },
}
