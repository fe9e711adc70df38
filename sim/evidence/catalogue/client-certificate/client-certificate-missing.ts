import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateMissing: CatalogueEntry = {
  id: 'client-certificate-missing',
  title: 'the site system asked for a client certificate and got none',
  happens:
    'The client has no certificate to present: its store is empty, or it is in mixed mode and not meant ' +
    'to have one. The server asks for one in the handshake and refuses whoever has none.',
  frequency: 'frequent',
  party: 'client',
  remedy:
    'Give the client computer a certificate with the client authentication purpose, from an authority ' +
    'that the site system trusts.',
  look: 'Open the Personal store of the computer (not of the user) on the client.',
  ...nonePresented(null, '0x87D00280'),
  winHttp: winHttpError(12044),
  clientLog: errorLine(12044, 'ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED'),
  stateMessage: certificateNotFound,
  clientError: '0x87D00280',
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'documented',
  provocation: { clientCertificates: [], refusal: ['handshake', 'iis'] },
}
