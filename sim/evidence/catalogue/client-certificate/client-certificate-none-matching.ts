import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateNoneMatching: CatalogueEntry = {
  id: 'client-certificate-none-matching',
  title: "no certificate of the client meets the site's selection criteria",
  happens:
    "The client has certificates, but none that the site's criteria let it take. An attribute whose " +
    'value has spaces never matches, since the spaces are lost on the way to the client.',
  frequency: 'occasional',
  party: 'site',
  remedy:
    'Correct the certificate selection criteria of the site; match an attribute without spaces, or a ' +
    'part of the subject.',
  look:
    "Compare the criteria on the Site Mode tab with the subject of the client's certificate, letter by " +
    'letter and space by space.',
  ...nonePresented('0x87D00281'),
  winHttp: null,
  clientLog: null,
  stateMessage: certificateNotFound,
  clientError: '0x87D00281',
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'documented',
  provocation: {
    clientCertificates: ['attribute-with-spaces'],
    certificateSelection: { criteria: 'SubjectAttr:2.5.4.11 = Sales Department', selectFirst: false },
    refusal: ['handshake', 'iis'],
  },
}
