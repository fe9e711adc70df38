import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes } from '../alerts.ts'
import { reportedByFlag } from '../reported-by-winhttp.ts'

export const tlsVersionNotShared: CatalogueEntry = {
  id: 'tls-version-not-shared',
  title: 'the client and the site system share no version of TLS',
  happens:
    'The client offers only versions that the server has switched off, or the other way round. The ' +
    'server says so in an alert, and ends the connection.',
  frequency: 'occasional',
  party: 'site system',
  remedy: 'Switch on, on the site system or on the client, a version of TLS that the other one offers.',
  look:
    'Try each version from the client (openssl s_client -tls1_2, -tls1_3), and compare the SCHANNEL ' +
    'settings of both machines.',
  sightings: [
    {
      client: { stage: 'tls', codes: [...alertCodes('PROTOCOL_VERSION'), 'ERR_SSL_UNSUPPORTED_PROTOCOL'] },
      server: { stage: 'tls', codes: ['ERR_SSL_UNSUPPORTED_PROTOCOL', ...alertCodes('PROTOCOL_VERSION')] },
    },
  ],
  elsewhere: { client: [{ stage: 'tls', codes: ['ERR_SSL_NO_PROTOCOLS_AVAILABLE'] }] },
  ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
  reference: 'WinHTTP Error Messages',
  confidence: 'inferred',
  provocation: { fault: 'tls-version-not-shared' },
}
