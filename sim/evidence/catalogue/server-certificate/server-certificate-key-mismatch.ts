import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { managementPointFailed } from '../../codes/state-messages.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { alertCodes } from '../alerts.ts'
import { cutOffCodes } from '../cut-off.ts'

export const serverCertificateKeyMismatch: CatalogueEntry = {
  id: 'server-certificate-key-mismatch',
  title: "the site system's private key is not the one of its certificate",
  happens:
    'The certificate and the private key of the web server do not belong together, so no handshake can ' +
    'be answered. The client sees the connection end.',
  frequency: 'rare',
  party: 'site system',
  remedy:
    'Find the key that the certificate was requested with, or request a certificate for the key that is ' +
    'there.',
  look: 'Compare the public key in the certificate with that of the private key (certutil -verifystore MY).',
  sightings: [
    {
      client: {
        stage: ['connect', 'tls'],
        codes: [...cutOffCodes, ...alertCodes('HANDSHAKE_FAILURE'), 'UND_ERR_CONNECT_TIMEOUT'],
      },
      server: { stage: ['connect', 'tls'], codes: ['ERR_OSSL_X509_KEY_VALUES_MISMATCH'] },
    },
  ],
  winHttp: secureFailure('SECURITY_CHANNEL_ERROR'),
  webServer: null,
  clientLog: flagLine('SECURITY_CHANNEL_ERROR'),
  stateMessage: managementPointFailed,
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'inferred',
  provocation: { systemCertificate: 'key-mismatch' },
}
