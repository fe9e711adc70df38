import { siteModes } from '../../vocabulary/site-mode.ts'
import { randomUUID } from 'node:crypto'
import { limits } from '../../limits.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import { authenticityOf } from '../../wire/management-point/message-header.ts'
import { parseEnvelope, serializeReply, type Envelope } from '../../wire/management-point/envelope.ts'
import { publicKeyOf } from '../../wire/management-point/registration.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  protocolBySiteMode,
  type Answer,
  type RequestContext,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { endpointNamed, type Endpoint, type Reply } from './endpoints.ts'
import { createRegisteredClients } from '../site-database.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Longest message, in bytes on the wire; longer ones go by BITS upload. */
const longestMessage = limits.message.value

/** Accepts messages by CCM_POST only. */
export function messageDirectory(path: string): VirtualDirectory {
  return {
    path,
    protocol: protocolBySiteMode,
    async answer(request, context) {
      if (request.path.toLowerCase() !== `${path.toLowerCase()}/request`) return notFound()
      if (request.method !== 'CCM_POST') return methodNotAllowed('CCM_POST')
      const bytes = await request.body(longestMessage)
      if (!bytes) return { status: 413, reason: 'The message is too long.' }
      return answerMessage(request.header('content-type'), bytes, context, request.account !== undefined)
    },
  }
}

/** Answers one message, as strictly as the management point's settings require. */
async function answerMessage(
  contentType: string | undefined,
  bytes: Buffer,
  context: RequestContext,
  signedIn: boolean,
): Promise<Answer> {
  const { strictLengths } = context.system.managementPoint
  const envelope = parseEnvelope(contentType, bytes, { strictLength: strictLengths })
  if ('refusal' in envelope) return badRequest(envelope.refusal)
  const xml = await handleMessage(envelope, context, signedIn)
  if (xml === undefined) return { status: 200 }
  if (typeof xml !== 'string') return xml
  const { header } = envelope
  const reply = serializeReply(
    {
      id: `{${randomUUID().toUpperCase()}}`,
      correlationId: header.id,
      endpoint: header.replyTo ?? '',
      targetAddress: header.replyTo ?? '',
      targetHost: header.sourceHost,
      sourceHost: context.system.fqdn,
      sentTime: context.now().toISOString(),
      replyCompressed: header.replyCompressed,
    },
    xml,
  )
  return { status: 200, headers: { 'Content-Type': reply.contentType }, body: reply.bytes }
}

/** Refusals are documented for registrations only; status 400 for the others is our choice. */
async function handleMessage(envelope: Envelope, context: RequestContext, signedIn: boolean): Promise<Reply> {
  const { header, xml, attachments } = envelope
  const endpoint = endpointNamed(header.endpoint)
  if (!endpoint) return badRequest(`There is no endpoint ${header.endpoint.slice(0, 64)}.`)
  return (
    wrongSignature(envelope, endpoint, context) ??
    (await endpoint.answer({ xml, attachments, clientId: header.sourceId, signedIn, context }))
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
  if (authenticity === 'forged') return badRequest("A signature of the message is not its client's.")
  const mustSign = signed === 'in native mode' && siteModes[site.mode].signedReports
  if (authenticity === 'genuine' || !(mustSign || (signatures === 'required' && signed !== 'never')))
    return undefined
  return badRequest('The message must be signed by its client.')
}

export const basis: readonly Basis[] = [
  {
    certainty: 'known from public clients',
    about: 'The verb CCM_POST',
  },
  {
    certainty: 'our choice',
    about: 'the refusal of a message that cannot be read, unless it is a registration',
  },
]
