import { createPublicKey, randomUUID, type KeyObject } from 'node:crypto'
import { clientAuthentication } from '../../wire/management-point/signatures.ts'
import {
  messagePath,
  parseEnvelope,
  requestPayload,
  serializeRequest,
} from '../../wire/management-point/envelope.ts'
import { serializePublicKeyBlob } from '../../wire/management-point/public-key-blob.ts'
import { ask, UnexpectedReplyError, type Conversation, type Said } from '../conversation.ts'

/** Who sends a message, to which management point, and when. */
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

/** Posts one message to which no reply is due. */
export function postMessage(endpoint: string, xml: string, sender: Sender): Conversation {
  return async (say) => {
    await ask(say, messageTo(endpoint, xml, sender))
  }
}

/** Posts one message and reads the reply to it. */
export function requestOf<Answer>(
  endpoint: string,
  xml: string,
  sender: Sender,
  read: (xml: string) => Answer | undefined,
): Conversation<Answer> {
  return async (say) => {
    const reply = await ask(say, messageTo(endpoint, xml, sender))
    const envelope = parseEnvelope(reply.headers['content-type'], reply.body)
    if ('refusal' in envelope) throw new UnexpectedReplyError(reply, envelope.refusal)
    const answer = read(envelope.xml)
    if (answer !== undefined) return answer
    throw new UnexpectedReplyError(reply, `${endpoint} answered with what is no reply to the request`)
  }
}

function messageTo(endpoint: string, xml: string, sender: Sender): Said {
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
