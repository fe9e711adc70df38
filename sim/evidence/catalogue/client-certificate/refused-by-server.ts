import type { ClientEvidence } from '../../attempt.ts'
import type { CatalogueEntry, Suspicion, WebServerLog } from '../../catalogue-entry.ts'
import { alertCodes } from '../alerts.ts'
import type { CertificateFault } from '../certificate-faults.ts'
import { cutOffCodes } from '../cut-off.ts'
import { presentedCertificate } from '../own-certificate.ts'

type RefusedByServer = Pick<CatalogueEntry, 'sightings' | 'elsewhere' | 'suspicion' | 'webServer'>

/**
 * The server finds this wrong with the certificate that the client presented, and says so only in its own log: the
 * client sees the connection end, under TLS 1.3 after its handshake; or, as IIS does it, a 403 whose substatus names the
 * sort of fault. A client that looks at its own certificate and finds the same suspects it.
 */
export function refusedByServer(
  fault: CertificateFault,
  answer: WebServerLog & { substatus: number },
): RefusedByServer {
  const { codes, where, alert, afterHandshake } = fault
  const server = { stage: 'tls', codes, where } as const
  return {
    sightings: [
      {
        tls: '1.2',
        refusal: 'handshake',
        client: {
          stage: afterHandshake ? ['tls', 'http'] : 'tls',
          codes: cutOffCodes,
          where: presentedCertificate,
        },
        server,
      },
      {
        tls: '1.3',
        refusal: 'handshake',
        client: { stage: ['tls', 'http'], codes: cutOffCodes, where: presentedCertificate },
        server,
      },
      {
        refusal: 'iis',
        client: {
          stage: 'http',
          codes: [`${answer.status}.${answer.substatus}`],
          where: presentedCertificate,
        },
        server,
      },
    ],
    elsewhere: {
      client: [
        { stage: 'tls', codes: alertCodes(alert), where: presentedCertificate },
        // What nginx answers, and IIS where its error pages do not tell the substatus.
        { stage: 'http', codes: ['400', '403'], where: presentedCertificate },
      ],
    },
    suspicion: (client) => suspicionOf(client, fault),
    webServer: answer,
  }
}

/** A server that has said nothing at all has not asked for a certificate either. */
function suspicionOf({ own, received }: ClientEvidence, { codes, ofAuthority }: CertificateFault): Suspicion {
  const found =
    codes.includes(own?.fault ?? '') &&
    (ofAuthority === undefined || ofAuthority === (own?.ofAuthority ?? false))
  return found && received > 0 ? 'likely' : 'unlikely'
}
