import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateCriteriaUnreadable: CatalogueEntry = {
  id: 'client-certificate-criteria-unreadable',
  title: "the client cannot read the site's certificate selection criteria",
  happens:
    'The criteria do not begin with a verb that the client knows, such as SubjectStr or SubjectAttr. ' +
    'The client selects no certificate, and is refused for want of one.',
  frequency: 'rare',
  party: 'site',
  remedy:
    "Write the certificate selection criteria of the site, or of the client's installation, in the form " +
    'that is documented.',
  look:
    'Read the criteria on the Site Mode tab, and CCMCERTSEL in the command line by which the client was ' +
    'installed.',
  ...nonePresented('0x87D00285'),
  winHttp: null,
  clientLog: null,
  stateMessage: certificateNotFound,
  clientError: '0x87D00285',
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'documented',
  provocation: {
    certificateSelection: { criteria: 'Sales', selectFirst: false },
    refusal: ['handshake', 'iis'],
  },
}
