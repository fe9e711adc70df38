import { randomUUID } from 'node:crypto'
import { authenticityOf } from '../../wire/management-point/client-signature.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import { readEnvelope, writeReply, type Envelope } from '../../wire/management-point/envelope.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import { badRequest, type Answer, type Place } from '../web-server/role.ts'
import { endpointNamed } from './endpoints.ts'
import { createRegisteredClients } from './registered-clients.ts'

/**
 * Answers one message. A signature that is there has to be right. `strict`: everything but registrations and location
 * requests has to have one, in either mode, and a body has to be as long as its header says.
 */
export function answerMessage(
  contentType: string | undefined,
  bytes: Buffer,
  place: Place,
  strict: boolean,
): Answer {
  const envelope = readEnvelope(contentType, bytes, { strictLength: strict })
  if ('refusal' in envelope) return badRequest(envelope.refusal)
  const said = handleMessage(envelope, place, strict)
  if (said === undefined) return { status: 200 }
  if (typeof said !== 'string') return said
  const { header } = envelope
  const reply = writeReply(
    {
      id: `{${randomUUID().toUpperCase()}}`,
      correlationId: header.id,
      endpoint: header.replyTo ?? '',
      targetAddress: header.replyTo ?? '',
      targetHost: header.sourceHost,
      sourceHost: place.system.fqdn,
      sentTime: place.now().toISOString(),
      replyCompressed: header.replyCompressed,
    },
    said,
  )
  return { status: 200, headers: { 'Content-Type': reply.contentType }, body: reply.bytes }
}

/** The XML of the reply; undefined where none is due. */
function handleMessage(
  { header, xml, payload, attachments }: Envelope,
  place: Place,
  strict: boolean,
): string | undefined | WebServerError {
  const endpoint = endpointNamed(header.endpoint)
  if (!endpoint) return badRequest(`There is no endpoint ${header.endpoint.slice(0, 64)}.`)
  if (endpoint.signed !== 'by itself') {
    const client = place.database.table(createRegisteredClients).withId(header.sourceId ?? '')
    const authenticity = authenticityOf(header, payload, client && publicKeyOf(client.signing))
    if (authenticity === 'forged') return badRequest('A signature of the message is not that of its client.')
    // What the 2007 SDK demands of reports in native mode, "Message Flags": NATIVE and SIGN.
    const mustSign = endpoint.signed === 'in native mode' && place.site.mode === 'native'
    const wouldSign = strict && endpoint.signed !== 'never'
    if (authenticity === 'unsigned' && (mustSign || wouldSign))
      return badRequest('The message has to be signed by its client.')
  }
  return endpoint.answer({ xml, attachments, clientId: header.sourceId, place, strict })
}
