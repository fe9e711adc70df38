import { createPublicKey, randomUUID, type KeyObject } from 'node:crypto'
import {
  fallbackStatusBody,
  fallbackStatusPath,
} from '../../wire/fallback-status-point/state-message-report.ts'
import { clientAuthentication } from '../../wire/management-point/message-header.ts'
import {
  messagePath,
  parseEnvelope,
  requestPayload,
  serializeRequest,
  signInDirectory,
} from '../../wire/management-point/envelope.ts'
import { serializePublicKeyBlob } from '../../wire/management-point/public-key-blob.ts'
import { serializeStateMessageReport, type StateMessageReport } from '../../wire/state-message.ts'
import {
  ask,
  UnexpectedReplyError,
  type Conversation,
  type Reply,
  type Request,
  type Send,
} from '../transports/http.ts'

/** The sender of a message, its management point, and the time. */
export interface Sender {
  /** NetBIOS name. */
  name: string
  /** FQDN. */
  managementPoint: string
  now: Date
  /** `GUID:...`, once the client is registered. */
  clientId?: string
  /** RSA. With it and a client ID, messages are signed. */
  signingKey?: KeyObject
}

/** Posts one message to which a management point says nothing: its reply is empty. */
export function postMessage(endpoint: string, xml: string, sender: Sender): Conversation {
  return async (send) => {
    const reply = await ask(send, messageTo(endpoint, xml, sender))
    if (!isEmpty(reply))
      throw new UnexpectedReplyError(reply, `${endpoint} replied with more than it has to say`)
  }
}

/** Posts one message and reads the reply to it. */
export function requestOf<Answer>(
  endpoint: string,
  xml: string,
  sender: Sender,
  read: (xml: string) => Answer | undefined,
): Conversation<Answer> {
  return readReply(endpoint, read, (send) => ask(send, messageTo(endpoint, xml, sender)))
}

/** Posts one message to the directory in which clients sign in, and reads the reply to it. */
export function requestSignedIn<Answer>(
  endpoint: string,
  xml: string,
  sender: Sender,
  read: (xml: string) => Answer | undefined,
): Conversation<Answer> {
  return readReply(endpoint, read, (send) =>
    ask(send, { ...messageTo(endpoint, xml, sender), path: `${signInDirectory}/request` }),
  )
}

function readReply<Answer>(
  endpoint: string,
  read: (xml: string) => Answer | undefined,
  post: (send: Send) => Promise<Reply>,
): Conversation<Answer> {
  return async (send) => {
    const reply = await post(send)
    const envelope = parseEnvelope(reply.headers['content-type'], reply.body)
    if ('refusal' in envelope) throw new UnexpectedReplyError(reply, envelope.refusal)
    const answer = read(envelope.xml)
    if (answer !== undefined) return answer
    throw new UnexpectedReplyError(reply, `the reply of ${endpoint} does not belong to the request`)
  }
}

function messageTo(endpoint: string, xml: string, sender: Sender): Request {
  const { name, managementPoint, now, clientId, signingKey } = sender
  const payload = requestPayload(xml)
  const authentication =
    signingKey && clientId !== undefined
      ? clientAuthentication({
          sourceId: clientId,
          sender: name,
          payload,
          publicKeyBlob: serializePublicKeyBlob(createPublicKey(signingKey)),
          privateKey: signingKey,
        })
      : undefined
  const { contentType, bytes } = serializeRequest(
    {
      id: `{${randomUUID().toUpperCase()}}`,
      endpoint,
      targetAddress: `mp:${endpoint}`,
      targetHost: managementPoint,
      sourceHost: name,
      ...(clientId !== undefined && { sourceId: clientId }),
      replyTo: `direct:${name}:SccmMessaging`,
      sentTime: now.toISOString(),
      replyCompressed: true,
      ...(authentication && { authentication }),
    },
    xml,
    payload,
  )
  return {
    method: 'CCM_POST',
    path: messagePath,
    headers: { 'Content-Type': contentType, 'User-Agent': 'ccmhttp' },
    body: bytes,
  }
}

/** Whether a message was taken without a word. */
function isEmpty({ status, body }: Reply): boolean {
  return status === 200 && body.length === 0
}

/** In native mode a management point accepts only signed reports. */
export function sendStateMessages(client: Sender, report: StateMessageReport): Conversation {
  return postMessage('MP_RelayEndpoint', serializeStateMessageReport(report), client)
}

/** Posts state messages; the fallback status point only acknowledges them. */
export function reportToFallbackStatusPoint(report: StateMessageReport): Conversation {
  return async (send) => {
    const reply = await send({
      method: 'POST',
      path: fallbackStatusPath,
      headers: { 'Content-Type': 'text/xml; charset=utf-16' },
      body: fallbackStatusBody(report),
    })
    if (isEmpty(reply)) return
    const message = `state messages were not taken: the fallback status point answered with ${reply.status} and ${reply.body.length} bytes`
    throw new UnexpectedReplyError(reply, message)
  }
}
