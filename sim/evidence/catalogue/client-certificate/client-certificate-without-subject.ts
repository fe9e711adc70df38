import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateWithoutSubject: CatalogueEntry = {
  id: 'client-certificate-without-subject',
  title: "the client's certificate has no subject name",
  happens:
    "The client's certificate names nobody, neither as subject nor as alternative name. The client " +
    'cannot be told from others by it, does not present it, and is refused for want of one.',
  frequency: 'rare',
  party: 'certification authority',
  remedy: "Issue the client's certificate from a template that puts the computer's name into the subject.",
  look: "Read the subject and the alternative names of the certificate in the client's store.",
  ...nonePresented('0x87D00284'),
  winHttp: null,
  clientLog: null,
  stateMessage: certificateNotFound,
  clientError: '0x87D00284',
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'documented',
  provocation: { clientCertificates: ['subject-without-name'], refusal: ['handshake', 'iis'] },
}
