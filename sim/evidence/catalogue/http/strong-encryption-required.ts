import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { statusLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { answeredWith } from './answered-with.ts'

export const strongEncryptionRequired: CatalogueEntry = {
  id: 'strong-encryption-required',
  title: 'the web server requires 128-bit encryption (403.5)',
  happens: 'The virtual directory asks for 128-bit encryption, and the connection has less.',
  frequency: 'rare',
  party: 'client',
  remedy: 'Install strong encryption on the client, or do not require it on the virtual directory.',
  look: 'Read the SSL settings of the virtual directory, and the cipher of the connection.',
  ...answeredWith(403, 5),
  clientLog: statusLine,
  stateMessage: managementPointFailed,
  reference: 'HTTP 403.x-Forbidden',
  confidence: 'documented',
  provocation: { fault: '403.5' },
}
