import type { ClientEvidence } from '../../attempt.ts'
import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { alertCodes, bytesOfAnAlert } from '../alerts.ts'
import { cutOffCodes } from '../cut-off.ts'

type NonePresented = Pick<CatalogueEntry, 'sightings' | 'elsewhere' | 'suspicion' | 'webServer'>

const asked = {
  stage: 'tls',
  codes: ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 'UNABLE_TO_GET_ISSUER_CERT'],
} as const

/**
 * The client had no certificate to present, for one of these reasons (its own code, or null: it is not meant to have
 * one), went on without, and the server refused it for want of one.
 */
export function nonePresented(...reasons: readonly (string | null)[]): NonePresented {
  const where = ({ own }: ClientEvidence): boolean =>
    own !== null && own.certificate === null && reasons.includes(own.fault)
  const refused = [...alertCodes('HANDSHAKE_FAILURE'), ...cutOffCodes]
  return {
    sightings: [
      { tls: '1.2', refusal: 'handshake', client: { stage: 'tls', codes: refused, where }, server: asked },
      {
        tls: '1.3',
        refusal: 'handshake',
        client: {
          stage: ['tls', 'http'],
          codes: [...alertCodes('CERTIFICATE_REQUIRED'), ...cutOffCodes],
          where,
        },
        server: asked,
      },
      { refusal: 'iis', client: { stage: 'http', codes: ['403.7'], where }, server: asked },
    ],
    // What nginx answers, and IIS where its error pages do not tell the substatus.
    elsewhere: { client: [{ stage: 'http', codes: ['400', '403'], where }] },
    // A server asks for the certificate after it has sent its own.
    suspicion: ({ received, code }) =>
      received === 0 || (alertCodes('HANDSHAKE_FAILURE').includes(code) && received <= bytesOfAnAlert)
        ? 'unlikely'
        : 'likely',
    webServer: { status: 403, substatus: 7, win32: 5 },
  }
}
