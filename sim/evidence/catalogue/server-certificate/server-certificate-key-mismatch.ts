import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes } from '../alerts.ts'
import { cutOffCodes } from '../cut-off.ts'
import { reportedByFlag } from '../reported-by-winhttp.ts'

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
  ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'inferred',
  provocation: { systemCertificate: 'key-mismatch' },
}
