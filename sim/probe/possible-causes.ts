import type { ClientEvidence, TlsEvidence } from '../evidence/end-evidence.ts'
import type { FailureId } from '../evidence/catalogue.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { candidates } from '../evidence/diagnosis.ts'
import { reachedByClient, type Reached } from '../evidence/reached.ts'
import type { ObservedHandshake } from './tap-handshake.ts'

/** The failures that a probe can have met, most likely first. `tls`: of a completed handshake. */
export function possibleCauses(
  end: ClientEvidence,
  tls: Pick<TlsEvidence, 'version'> | null,
  handshake: ObservedHandshake,
): CatalogueEntry<FailureId>[] {
  const reached = reachedBy(end, tls, handshake)
  return candidates(asItWent(end, reached), reached)
}

/** The connection's own records say more than the evidence of its end. */
function reachedBy(
  end: ClientEvidence,
  tls: Pick<TlsEvidence, 'version'> | null,
  { got, firstBytes, certificateAsked }: ObservedHandshake,
): Reached {
  const { secure, atMost, ...reached } = reachedByClient(end, tls)
  if (!secure || atMost === 'nothing' || end.stage === 'connect') return { secure, atMost, ...reached }
  const milestone = tls && got !== 'answer' ? 'handshake' : got
  // Under TLS 1.3 a server may want a certificate later, and cannot ask this prober for it: Apache answers 403.
  const mayBeWanted = tls?.version === 'TLSv1.3' && end.code === '403'
  return {
    ...reached,
    secure,
    atLeast: milestone,
    atMost: milestone,
    ...(firstBytes && { firstBytes }),
    ...((certificateAsked || !mayBeWanted) && { certificateAsked }),
  }
}

/** A certificate that the server did not ask for was not presented. */
function asItWent(end: ClientEvidence, { certificateAsked, atLeast }: Reached): ClientEvidence {
  const isOver = atLeast === 'handshake' || atLeast === 'answer'
  const kept = end.own && isOver && certificateAsked !== true
  return kept ? { ...end, own: { certificate: null, fault: null } } : end
}
