import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import {
  attributeOf,
  attributeTypes,
  serializeRadiusPacket,
  type RadiusAttribute,
  type RadiusPacket,
} from './packet.ts'

const length = 16
const { messageAuthenticator } = attributeTypes
const empty: RadiusAttribute = { type: messageAuthenticator, value: Buffer.alloc(length) }

/** An Access-Request's bytes, with its Message-Authenticator (RFC 3579 3.2) before the other attributes. */
export function signRequest(request: RadiusPacket, secret: string): Buffer {
  return serializeRadiusPacket(withMessageAuthenticator(request, request.authenticator, secret))
}

/** An answer's bytes, with its Message-Authenticator and its Response Authenticator (RFC 2865 3). */
export function signResponse(
  response: Omit<RadiusPacket, 'authenticator'>,
  request: RadiusPacket,
  secret: string,
): Buffer {
  const { authenticator } = request
  const signed = withMessageAuthenticator({ ...response, authenticator }, authenticator, secret)
  return serializeRadiusPacket({
    ...signed,
    authenticator: responseAuthenticator(signed, authenticator, secret),
  })
}

/** Whether the sender of the request knows the secret. Without a Message-Authenticator it has not proved it. */
export function isAuthenticRequest(request: RadiusPacket, secret: string): boolean {
  return hasMessageAuthenticator(request, request.authenticator, secret)
}

/** Whether the sender of the response knows the secret and the request. A Message-Authenticator is checked if present. */
export function isAuthenticResponse(response: RadiusPacket, request: RadiusPacket, secret: string): boolean {
  const { authenticator } = request
  return (
    response.identifier === request.identifier &&
    timingSafeEqual(response.authenticator, responseAuthenticator(response, authenticator, secret)) &&
    (attributeOf(response, messageAuthenticator) === undefined ||
      hasMessageAuthenticator(response, authenticator, secret))
  )
}

function withMessageAuthenticator(packet: RadiusPacket, ofRequest: Buffer, secret: string): RadiusPacket {
  const unsigned = { ...packet, attributes: [empty, ...packet.attributes] }
  const value = hmac(unsigned, ofRequest, secret)
  return { ...packet, attributes: [{ type: messageAuthenticator, value }, ...packet.attributes] }
}

function hasMessageAuthenticator(packet: RadiusPacket, ofRequest: Buffer, secret: string): boolean {
  const [found, ...more] = packet.attributes.filter(({ type }) => type === messageAuthenticator)
  // RFC 3579 section 3.3 allows one.
  if (found?.value.length !== length || more.length > 0) return false
  const attributes = packet.attributes.map((attribute) => (attribute === found ? empty : attribute))
  return timingSafeEqual(found.value, hmac({ ...packet, attributes }, ofRequest, secret))
}

/** Over the packet as it is while the Message-Authenticator is still empty, with the request's authenticator. */
function hmac(packet: RadiusPacket, authenticator: Buffer, secret: string): Buffer {
  return createHmac('md5', secret)
    .update(serializeRadiusPacket({ ...packet, authenticator }))
    .digest()
}

/** RFC 2865 section 3. */
export function responseAuthenticator(response: RadiusPacket, ofRequest: Buffer, secret: string): Buffer {
  return createHash('md5')
    .update(serializeRadiusPacket({ ...response, authenticator: ofRequest }))
    .update(secret)
    .digest()
}
