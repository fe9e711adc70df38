import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateSeveralMatching: CatalogueEntry = {
  id: 'client-certificate-several-matching',
  title: 'several client certificates match, and the site lets the client select none of them',
  happens:
    "More than one certificate in the client's store can be used, and the site does not say which. The " +
    'client takes none, tells its fallback status point, and is refused for want of one.',
  frequency: 'frequent',
  party: 'site',
  remedy:
    'Specify selection criteria that one certificate alone meets, or let clients select any certificate ' +
    'that matches.',
  look:
    "Count the certificates with the client authentication purpose in the client computer's store, and " +
    'read the Site Mode tab.',
  ...nonePresented('0x87D00282'),
  winHttp: null,
  clientLog: null,
  stateMessage: certificateNotFound,
  clientError: '0x87D00282',
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'documented',
  provocation: { clientCertificates: ['good', 'another-good'], refusal: ['handshake', 'iis'] },
}
