import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { cutOffCodes, wasReset } from '../cut-off.ts'
import { reportedByWinHttp } from '../reported-by-winhttp.ts'

export const connectionClosed: CatalogueEntry = {
  id: 'connection-closed',
  title: 'the site system closes every connection as soon as it is made',
  happens:
    'The connection is accepted and closed before a byte was read. A service that is stopping does ' +
    'this, and a proxy or firewall that does not let the client through.',
  frequency: 'occasional',
  party: 'site system',
  remedy:
    'Look on the site system, and on whatever stands before it, for the program that closes connections ' +
    'on this port.',
  look:
    "Connect with telnet: if the connection closes before anything was typed, the client's request " +
    'plays no part.',
  sightings: [
    {
      client: { stage: ['connect', 'tls', 'http'], codes: cutOffCodes },
      server: { stage: 'connect', codes: ['SENT_CLOSE'] },
    },
  ],
  suspicion: (client) => (client.received > 0 || wasReset(client) ? 'unlikely' : undefined),
  ...reportedByWinHttp(12030),
  provocation: { fault: 'closed' },
}
