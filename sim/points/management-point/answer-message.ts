import { randomUUID } from 'node:crypto'
import { authenticityOf } from '../../wire/management-point/client-signature.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import { readEnvelope, writeReply, type Envelope } from '../../wire/management-point/envelope.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import { badRequest, type Answer, type RequestContext } from '../web-server/role.ts'
import { endpointNamed, type Endpoint, type Said } from './endpoints.ts'
import { createRegisteredClients } from './registered-clients.ts'

/** Answers one message, as strictly as the management point is told to. */
export async function answerMessage(
  contentType: string | undefined,
  bytes: Buffer,
  place: RequestContext,
): Promise<Answer> {
  const { strictLengths } = place.system.managementPoint
  const envelope = readEnvelope(contentType, bytes, { strictLength: strictLengths })
  if ('refusal' in envelope) return badRequest(envelope.refusal)
  const said = await handleMessage(envelope, place)
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

/** How a message that cannot be taken is refused is documented of registrations only; otherwise 400 is our choice. */
async function handleMessage(envelope: Envelope, place: RequestContext): Promise<Said> {
  const { header, xml, attachments } = envelope
  const endpoint = endpointNamed(header.endpoint)
  if (!endpoint) return badRequest(`There is no endpoint ${header.endpoint.slice(0, 64)}.`)
  return (
    wrongSignature(envelope, endpoint, place) ??
    (await endpoint.answer({ xml, attachments, clientId: header.sourceId, place }))
  )
}

function wrongSignature(
  { header, payload }: Envelope,
  { signed }: Endpoint,
  { database, site, system }: RequestContext,
): WebServerError | undefined {
  const { signatures } = system.managementPoint
  if (signatures === 'ignored' || signed === 'by itself') return undefined
  const client = database.table(createRegisteredClients).withId(header.sourceId ?? '')
  const authenticity = authenticityOf(header, payload, client && publicKeyOf(client.signing))
  if (authenticity === 'forged') return badRequest('A signature of the message is not that of its client.')
  // What the 2007 SDK demands of reports in native mode, "Message Flags": NATIVE and SIGN.
  const mustSign = signed === 'in native mode' && site.mode === 'native'
  if (authenticity === 'genuine' || !(mustSign || (signatures === 'required' && signed !== 'never')))
    return undefined
  return badRequest('The message has to be signed by its client.')
}
