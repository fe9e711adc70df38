import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const connectionReset: CatalogueEntry = {
  id: 'connection-reset',
  title: 'the site system resets every connection as soon as it is made',
  happens:
    'The connection is accepted and reset before a byte was read. Firewalls do this, and servers whose ' +
    'queue of connections is full.',
  frequency: 'occasional',
  party: 'network',
  remedy:
    'Look for a firewall or an intrusion filter between the client and the site system that resets this ' +
    'connection.',
  look:
    'Connect with telnet from the client and from the site system itself: if only the client is reset, ' +
    'something stands between.',
  sightings: [
    {
      client: { stage: ['connect', 'tls', 'http'], codes: cutOffCodes },
      server: { stage: 'connect', codes: ['SENT_RESET'] },
    },
  ],
  suspicion: (client) =>
    client.received > 0 || !wasReset(client) ? 'unlikely' : client.stage === 'connect' ? 'likely' : undefined,
  ...reportedByWinHttp(12030),
  provocation: { fault: 'reset' },
}
