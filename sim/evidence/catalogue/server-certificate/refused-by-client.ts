import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes } from '../alerts.ts'
import type { CertificateFault } from '../certificate-faults.ts'

/**
 * The client finds this wrong with the server's certificate and ends the connection. To the server the handshake is
 * over by then, or broken off: our clients say no more, others send an alert.
 */
export function refusedByClient({
  codes,
  where,
  alert,
}: CertificateFault): Pick<CatalogueEntry, 'sightings' | 'elsewhere' | 'webServer'> {
  return {
    sightings: [{ client: { stage: 'tls', codes, where }, server: null }],
    elsewhere: { server: [{ stage: 'tls', codes: alertCodes(alert) }] },
    webServer: null,
  }
}
