import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { listCannotBeUsed } from './cannot-be-used.ts'

export const revocationListExpired: CatalogueEntry = {
  id: 'revocation-list-expired',
  title: 'the revocation list is out of date',
  happens:
    'The list was fetched, but its next update is past, or its first day is still to come. It says ' +
    'nothing any more, and whoever checks treats every certificate of the chain as revoked.',
  frequency: 'occasional',
  party: 'certification authority',
  remedy: 'Publish a new revocation list, and see to it that the authority does so before each next update.',
  look:
    'Read This Update and Next Update in the list, and compare them with the clock of the machine that ' +
    'checks.',
  ...listCannotBeUsed('CRL_HAS_EXPIRED', 'CRL_NOT_YET_VALID'),
  stateMessage: managementPointFailed,
  reference: 'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode)',
  confidence: 'inferred',
  provocation: { revocationListFault: 'list-expired', refusal: ['handshake', 'iis'] },
}
