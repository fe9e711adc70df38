import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes } from '../alerts.ts'
import { cutOffCodes } from '../cut-off.ts'
import { reportedByFlag } from '../reported-by-winhttp.ts'

export const serverCertificateWithoutPrivateKey: CatalogueEntry = {
  id: 'server-certificate-without-private-key',
  title: 'the site system has no private key for its certificate',
  happens:
    'The certificate is bound to the web site, but its private key is not on the machine, so no ' +
    'handshake can be answered. The client sees the connection end.',
  frequency: 'rare',
  party: 'site system',
  remedy: 'Import the certificate again together with its private key, and bind it to the web site.',
  look:
    "Open the certificate in the computer's store: it has to say that there is a private key that " +
    'corresponds to it.',
  sightings: [
    {
      client: {
        stage: ['connect', 'tls'],
        codes: [...cutOffCodes, ...alertCodes('HANDSHAKE_FAILURE'), 'UND_ERR_CONNECT_TIMEOUT'],
      },
      server: { stage: ['connect', 'tls'], codes: ['NO_PRIVATE_KEY'] },
    },
  ],
  ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
  reference: 'Certificate Requirements for Native Mode',
  confidence: 'inferred',
  provocation: { systemCertificate: 'no-private-key' },
}
