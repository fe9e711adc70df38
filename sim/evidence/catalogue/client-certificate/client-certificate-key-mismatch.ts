import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { errorLine } from '../../codes/client-log-lines.ts'
import { certificateNotFound } from '../../codes/state-messages.ts'
import { winHttpError } from '../../codes/winhttp-errors.ts'

export const clientCertificateKeyMismatch: CatalogueEntry = {
  id: 'client-certificate-key-mismatch',
  title: "the client's private key is not the one of its certificate",
  happens:
    'The certificate and the private key of the client do not belong together, so that it cannot begin ' +
    'a handshake with them. It opens no connection, and the site system sees nothing.',
  frequency: 'rare',
  party: 'client',
  remedy: 'Enroll the client for a new certificate, and delete the one whose key does not fit.',
  look: 'Compare the public key in the certificate with that of the private key (certutil -verifystore MY).',
  sightings: [{ client: { stage: 'tls', codes: ['ERR_OSSL_X509_KEY_VALUES_MISMATCH'] }, server: null }],
  winHttp: winHttpError(12186),
  webServer: null,
  clientLog: errorLine(12186, 'ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY'),
  stateMessage: certificateNotFound,
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { clientCertificates: ['key-mismatch'] },
}
