import { titleOf } from '../evidence/catalogue.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import { day, usageInWords } from './in-words.ts'

/** How a connection of a foreign client ended, without its outcome: the status of the answer, or the diagnosis. */
export function endingInWords(connection: ForeignConnection): string {
  return endings[connection.outcome](connection)
}

const endings: Readonly<Record<ForeignConnection['outcome'], (connection: ForeignConnection) => string>> = {
  answered: ({ status }) => (status === null ? '' : `${status}`),
  failed: ({ diagnosis, candidates }) =>
    `${candidates.length > 1 ? 'most likely ' : ''}${titleOf(diagnosis)}`,
  unanswered: () => 'ended before any reply',
}

/** The server's own words for the failure: `CERT_HAS_EXPIRED at the stage tls`; empty where it saw none. */
export function serverEndInWords({ server_end, status, substatus }: ForeignConnection): string {
  if (!server_end) return ''
  const answered = status === null ? '' : `, answered ${status}${substatus === null ? '' : `.${substatus}`}`
  return `${server_end.code} at stage ${server_end.stage}${answered}`
}

/** `unusual: chunked, field-case`; empty where the server did nothing of the kind. */
export function unusualInWords({ unusual }: ForeignConnection): string {
  return unusual ? `unusual: ${unusual.join(', ')}` : ''
}

/** The certificate that the client showed, or why none was seen. */
export function shownCertificateInWords(connection: ForeignConnection): string {
  const { certificate, clientCertificate, tls } = connection
  if (certificate) {
    const { subject, issuer, notBefore, notAfter, usages } = certificate
    const usage = usages.length === 0 ? 'any purpose' : usages.map(usageInWords).join(', ')
    return `showed ${subject || 'a certificate without a subject'}, issued by ${issuer || 'nobody'}, valid ${day(notBefore)} to ${day(notAfter)}, for ${usage}`
  }
  if (tls === null) return ''
  return clientCertificate === 'not-asked' ? 'was asked for no certificate' : 'showed no certificate'
}

/** The failures that explain the server's evidence beside the diagnosis, by their ids: so many, and how many more. */
export function othersInWords({ diagnosis, candidates }: ForeignConnection, named = Infinity): string {
  const others = candidates.filter((id) => id !== diagnosis)
  if (others.length === 0) return ''
  const more = others.length > named ? [`${others.length - named} more`] : []
  return `${diagnosis === null ? 'perhaps' : 'or'} ${[...others.slice(0, named), ...more].join(', ')}`
}
