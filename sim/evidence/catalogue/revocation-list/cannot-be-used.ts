import type { CatalogueEntry } from '../../catalogue-entry.ts'
import { flagLine } from '../../codes/client-log-lines.ts'
import { secureFailure } from '../../codes/winhttp-errors.ts'
import { cutOffCodes } from '../cut-off.ts'
import { presentedCertificate } from '../own-certificate.ts'

type ListFault = Pick<
  CatalogueEntry,
  'sightings' | 'elsewhere' | 'suspicion' | 'winHttp' | 'webServer' | 'clientLog'
>

/**
 * A revocation list cannot be used, and whoever checks first refuses the other end, as if its certificate were revoked:
 * the client, the server, or both.
 */
export function listCannotBeUsed(...codes: readonly string[]): ListFault {
  const server = { stage: 'tls', codes } as const
  return {
    sightings: [
      { client: { stage: 'tls', codes }, server: null },
      { client: { stage: 'tls', codes }, server },
      {
        refusal: 'handshake',
        client: { stage: ['tls', 'http'], codes: cutOffCodes, where: presentedCertificate },
        server,
      },
      { refusal: 'iis', client: { stage: 'http', codes: ['403.13'], where: presentedCertificate }, server },
    ],
    // What nginx answers.
    elsewhere: { client: [{ stage: 'http', codes: ['400'], where: presentedCertificate }] },
    // A client that checks revocation has asked for the lists that its own certificate needs as well.
    suspicion: ({ own }) => (codes.includes(own?.fault ?? '') ? 'likely' : 'unlikely'),
    winHttp: secureFailure('CERT_REV_FAILED'),
    webServer: { status: 403, substatus: 13, win32: 2_148_081_683 },
    clientLog: flagLine('CERT_REV_FAILED'),
  }
}
