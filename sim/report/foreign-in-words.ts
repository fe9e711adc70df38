import { statusInWords } from '../vocabulary/network.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import type { Texts } from '../texts/english.ts'
import { day, titleInWords, usageInWords } from './in-words.ts'

/** How a connection of a foreign client ended, without its outcome: the status of the answer, or the diagnosis. */
export function endingInWords(connection: ForeignConnection, texts: Texts): string {
  return endings[connection.outcome](connection, texts)
}

const endings: Readonly<
  Record<ForeignConnection['outcome'], (connection: ForeignConnection, texts: Texts) => string>
> = {
  answered: ({ status }) => (status === null ? '' : `${status}`),
  failed({ diagnosis, candidates }, texts) {
    const title = titleInWords(diagnosis, texts)
    return candidates.length > 1 ? texts.foreign.mostLikely(title) : title
  },
  unanswered: (_connection, { foreign }) => foreign.endedBeforeReply,
}

/** The server's own words for the failure: `CERT_HAS_EXPIRED at stage tls`; empty where it saw none. */
export function serverEndInWords(
  { server_end, status, substatus }: ForeignConnection,
  { foreign }: Texts,
): string {
  if (!server_end) return ''
  const answered = status === null ? '' : foreign.answered(statusInWords(status, substatus))
  return `${foreign.atStage(server_end.code, server_end.stage)}${answered}`
}

/** `unusual: chunked, field-case`; empty where the server did nothing of the kind. */
export function unusualInWords({ unusual }: ForeignConnection, { foreign }: Texts): string {
  return unusual ? foreign.unusual(unusual.join(', ')) : ''
}

/** The certificate that the client showed, or why none was seen. */
export function shownCertificateInWords(connection: ForeignConnection, texts: Texts): string {
  const { certificate, clientCertificate, tls } = connection
  const { foreign } = texts
  if (certificate) {
    const { subject, issuer, notBefore, notAfter, usages } = certificate
    return foreign.showed({
      subject: subject || foreign.noSubject,
      issuer: issuer || foreign.nobody,
      from: day(notBefore),
      to: day(notAfter),
      usage:
        usages.length === 0
          ? foreign.anyPurpose
          : usages.map((usage) => usageInWords(usage, texts)).join(', '),
    })
  }
  if (tls === null) return ''
  return clientCertificate === 'not-asked' ? foreign.notAsked : foreign.showedNone
}

/** The failures that explain the server's evidence beside the diagnosis, by their ids: so many, and how many more. */
export function othersInWords(
  { diagnosis, candidates }: ForeignConnection,
  { foreign }: Texts,
  named = Infinity,
): string {
  const others = candidates.filter((id) => id !== diagnosis)
  if (others.length === 0) return ''
  const more = others.length > named ? [foreign.more(others.length - named)] : []
  return foreign.others([...others.slice(0, named), ...more].join(', '), diagnosis !== null)
}
