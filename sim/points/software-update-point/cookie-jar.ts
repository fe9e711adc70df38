import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Cookie } from '../../wire/software-update-point/cookie.ts'
import type { RequestContext } from '../web-server/role.ts'
import { FaultError } from './fault-error.ts'

/** Who asks, as the SimpleAuth service was told. */
export interface Identity {
  clientId: string
  dnsName: string
}

/** What is in a cookie. */
interface Content extends Identity {
  kind: 'authorization' | 'session'
  /** FQDN of the system that gave it out. */
  server: string
  /** Milliseconds since 1970; an authorization cookie is not limited. */
  expires?: number
}

/** How long a cookie lasts is not documented. The one in [MS-WUSP] 4 that is shown with the client's time has an hour. */
const lifetime = 3_600_000

const signatureLength = 32

/**
 * A cookie's data is what the server wants to know later, and a signature: who holds a cookie may read it and cannot
 * change it. The key lasts as long as the site's database and is shared by its systems.
 */
export function authorize(identity: Identity, place: RequestContext): Buffer {
  return sign({ ...identity, kind: 'authorization', server: place.system.fqdn }, place)
}

/** Throws FaultError. */
export function readAuthorization(data: Buffer | undefined, place: RequestContext): Identity {
  const content = data && verify(data, place)
  if (content?.kind !== 'authorization' || content.server !== place.system.fqdn)
    throw new FaultError('InvalidAuthorizationCookie')
  return content
}

export function giveCookie({ clientId, dnsName }: Identity, place: RequestContext): Cookie {
  const expires = place.now().getTime() + lifetime
  const content: Content = { kind: 'session', clientId, dnsName, server: place.system.fqdn, expires }
  return { Expiration: new Date(expires), EncryptedData: sign(content, place) }
}

/** Throws FaultError. The time that the cookie tells in clear text counts for nothing ([MS-WUSP] 2.2.3.5). */
export function readCookie(cookie: Cookie | undefined, place: RequestContext): Identity {
  const content = readOldCookie(cookie, place)
  if (place.now().getTime() >= content.expires) throw new FaultError('CookieExpired')
  return content
}

/** The same for a cookie that may have expired. */
export function readOldCookie(
  cookie: Cookie | undefined,
  place: RequestContext,
): Identity & { expires: number } {
  const content = cookie?.EncryptedData && verify(cookie.EncryptedData, place)
  if (content?.kind !== 'session' || content.expires === undefined) throw new FaultError('InvalidCookie')
  if (content.server !== place.system.fqdn) throw new FaultError('ServerChanged')
  const { clientId, dnsName, expires } = content
  return { clientId, dnsName, expires }
}

function sign(content: Content, place: RequestContext): Buffer {
  const text = Buffer.from(JSON.stringify(content))
  return Buffer.concat([signature(text, place), text])
}

function verify(data: Buffer, place: RequestContext): Content | undefined {
  const text = data.subarray(signatureLength)
  const expected = signature(text, place)
  const given = data.subarray(0, signatureLength)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(text.toString()) as Content
}

function signature(text: Buffer, { database }: RequestContext): Buffer {
  return createHmac('sha256', database.table(createKey)).update(text).digest()
}

function createKey(): Buffer {
  return randomBytes(32)
}
