import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { listCannotBeUsed } from './cannot-be-used.ts'

export const revocationListUnreachable: CatalogueEntry = {
  id: 'revocation-list-unreachable',
  title: 'the revocation list cannot be fetched',
  happens:
    'Whoever checks revocation cannot reach the place that publishes the list, and treats every ' +
    'certificate of the chain as revoked. A list published in Active Directory alone is out of reach ' +
    'for workgroup and Internet clients.',
  frequency: 'frequent',
  party: 'certification authority',
  remedy:
    'Publish the revocation list where every client and site system can reach it, or switch CRL ' +
    'checking off on clients.',
  look:
    "Fetch the URL in the certificate's CRL distribution point from the client and from the site " +
    'system.',
  ...listCannotBeUsed('UNABLE_TO_GET_CRL'),
  stateMessage: managementPointFailed,
  reference: 'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode)',
  confidence: 'documented',
  provocation: { revocationListFault: 'not-listening', refusal: ['handshake', 'iis'] },
}
