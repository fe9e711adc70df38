import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'
import { nonePresented } from './none-presented.ts'

export const clientCertificateWithoutPrivateKey: CatalogueEntry = {
  id: 'client-certificate-without-private-key',
  title: "the client's certificate has no private key",
  happens:
    "The certificate is in the client's store, but its private key is not: it was copied there without " +
    'it. The client cannot present it and goes on without one.',
  frequency: 'occasional',
  party: 'client',
  remedy:
    'Enroll the client for a certificate on the machine itself, or import it together with its private ' +
    'key.',
  look:
    "Open the certificate in the client computer's store: it has to say that there is a private key " +
    'that corresponds to it.',
  ...nonePresented('0x87D00283'),
  winHttp: winHttpError(12185),
  clientLog: errorLine(12185, 'ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY'),
  stateMessage: certificateNotFound,
  clientError: '0x87D00283',
  reference: 'Determine If You Need to Specify Client Certificate Settings (Native Mode)',
  confidence: 'documented',
  provocation: { clientCertificates: ['no-private-key'], refusal: ['handshake', 'iis'] },
}
