import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import { limits } from '../limits.ts'
import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { UnusualBehaviour } from '../vocabulary/unusual.ts'
import type { EndEvidence } from './end-evidence.ts'
import type { FailureId } from './catalogue.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import type { ConnectionEnds } from './connection.ts'
import { candidatesOfLeaving, candidatesOfServer } from './diagnosis.ts'
import { reachedByServer } from './reached.ts'
import type { ClosedConnection, SeenCertificate, ServerView } from './server-view.ts'

/** `answered`: the server replied and saw nothing wrong, though a script may have had it wait or answer like this; `unanswered`: it saw nothing wrong, and there was no reply. */
export const foreignOutcomes = ['answered', 'failed', 'unanswered'] as const

/**
 * A connection that no simulated client made, once it is over: from curl, a browser or a client of your own. Only the
 * server's end is known. This is its JSON shape as well.
 */
export interface ForeignConnection extends ConnectionEnds {
  /** `c1`, in the order in which connections ended. */
  id: string
  /** ISO 8601, by the simulation's clock: when it ended. */
  at: string
  /** FQDN of the system that listens. */
  system: string
  /** Protocol of the listener. */
  protocol: Protocol | LookupProtocol
  /** `unanswered` where the client left before any reply, and the server saw nothing wrong. */
  outcome: (typeof foreignOutcomes)[number]
  /** `TLSv1.3`; null where the two ends agreed on none. */
  tls: string | null
  /** What a completed handshake showed of the client's certificate; null where none was completed. */
  clientCertificate: SeenCertificate | null
  /** The client's own certificate; null where it showed none. Long names are cut short. */
  certificate: CertificateEvidence | null
  /** How many the server gave. */
  replies: number
  /** HTTP status and substatus of the last reply. */
  status: number | null
  /** The substatus of IIS: 7 in 403.7; null without one. */
  substatus: number | null
  /** The first failure that the server saw; of an answer that a script has it give, `SCRIPTED`; null otherwise. */
  server_end: EndEvidence | null
  /** The first of the candidates, `unexplained` where there is none; null unless `failed`. */
  diagnosis: FailureId | 'unexplained' | null
  /**
   * Ids of the catalogue's entries that can explain the server's evidence, the most likely first; of a client that left
   * after the handshake without any reply, those that it can have had for a reason.
   */
  candidates: FailureId[]
  /** What the server did that is legal and unusual; absent where it did nothing of the kind. */
  unusual?: UnusualBehaviour[]
  /** Milliseconds from its acceptance to its end, by the machine's clock. */
  durationMs: number
}

/** Of this many connections the latest are kept, whatever knocks at the door. */
export const keptForeign = limits.keptConnections.value

/** The connection as it is told, with the diagnosis from the server's end alone. */
export function foreignConnection(
  { fqdn, protocol, ends, view, durationMs }: ClosedConnection,
  id: string,
  at: string,
): ForeignConnection {
  const { end, replies, status, substatus, clientCertificate, handshake, unusual } = view
  const failure = failureOf(view)
  const candidates = candidatesOf(view, protocol).map((entry) => entry.id)
  const seen = failure ?? end
  return {
    ...{ id, at, system: fqdn, protocol, ...ends },
    outcome: failure ? 'failed' : replies > 0 ? 'answered' : 'unanswered',
    tls: handshake?.version ?? null,
    clientCertificate,
    certificate: cutShort(handshake?.certificate()),
    ...{ replies, status, substatus },
    server_end: seen && withShortNames(seen),
    diagnosis: failure && (candidates[0] ?? 'unexplained'),
    candidates,
    ...(unusual && { unusual }),
    durationMs,
  }
}

/** Whatever goes wrong while a script keeps the client waiting is a consequence of that. */
function failureOf({ end, failure, awaitsScript }: ServerView): EndEvidence | null {
  return awaitsScript ? end : failure
}

function candidatesOf(
  view: ServerView,
  protocol: ForeignConnection['protocol'],
): CatalogueEntry<FailureId>[] {
  const { replies, clientCertificate, handshake } = view
  const failure = failureOf(view)
  if (failure) return candidatesOfServer(failure, handshake?.wrongWithOwn(), reachedByServer(view, protocol))
  const left = clientCertificate !== null && replies === 0
  return left && handshake ? candidatesOfLeaving(handshake.wrongWithOwn()) : []
}

/** Characters of a text that a stranger wrote, and texts in a list. */
const longestText = 300
const longestList = 20

function withShortNames(end: EndEvidence): EndEvidence {
  const certificate = cutShort(end.certificate)
  return { ...end, message: short(end.message), ...(certificate && { certificate }) }
}

function cutShort(certificate: CertificateEvidence | undefined): CertificateEvidence | null {
  if (!certificate) return null
  const { subject, issuer, serialNumber, names, usages } = certificate
  return {
    ...certificate,
    subject: short(subject),
    issuer: short(issuer),
    serialNumber: short(serialNumber),
    names: names.slice(0, longestList).map(short),
    usages: usages.slice(0, longestList).map(short),
  }
}

function short(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}
