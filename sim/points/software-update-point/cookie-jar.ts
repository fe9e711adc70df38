import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  clientIdString,
  getAuthorizationCookie,
  simpleTargeting,
  type Cookie,
} from '../../wire/software-update-point/sign-in.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import { offer, SoapFaultError, type Offered } from './soap-directory.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The client, as it named itself to the SimpleAuth service. */
export interface Identity {
  clientId: string
  dnsName: string
}

/** The content of a cookie. */
interface Content extends Identity {
  kind: 'authorization' | 'session'
  /** FQDN of the system that issued it. */
  server: string
  /** Milliseconds since 1970; an authorization cookie is not limited. */
  expires?: number
}

/** Not documented; our choice. The cookie in [MS-WUSP] 4 that is shown with the client's time has an hour. */
const lifetime = 3_600_000

const signatureLength = 32

/**
 * A cookie holds the server's data and a signature: its holder can read it but not change it. The key lasts as long as the site's database and is shared by its systems.
 */
function authorize(identity: Identity, context: RequestContext): Buffer {
  return sign({ ...identity, kind: 'authorization', server: context.system.fqdn }, context)
}

/** Throws SoapFaultError. */
export function readAuthorization(data: Buffer | undefined, context: RequestContext): Identity {
  const content = data && verify(data, context)
  if (content?.kind !== 'authorization' || content.server !== context.system.fqdn)
    throw new SoapFaultError('InvalidAuthorizationCookie')
  return content
}

export function giveCookie({ clientId, dnsName }: Identity, context: RequestContext): Cookie {
  const expires = context.now().getTime() + lifetime
  const content: Content = { kind: 'session', clientId, dnsName, server: context.system.fqdn, expires }
  return { Expiration: new Date(expires), EncryptedData: sign(content, context) }
}

/** Throws SoapFaultError. The expiry in the cookie's clear text is ignored ([MS-WUSP] 2.2.3.5). */
export function readCookie(cookie: Cookie | undefined, context: RequestContext): Identity {
  const content = readOldCookie(cookie, context)
  if (context.now().getTime() >= content.expires) throw new SoapFaultError('CookieExpired')
  return content
}

/** Reads a cookie even if it has expired. */
export function readOldCookie(
  cookie: Cookie | undefined,
  context: RequestContext,
): Identity & { expires: number } {
  const content = cookie?.EncryptedData && verify(cookie.EncryptedData, context)
  if (content?.kind !== 'session' || content.expires === undefined) throw new SoapFaultError('InvalidCookie')
  if (content.server !== context.system.fqdn) throw new SoapFaultError('ServerChanged')
  const { clientId, dnsName, expires } = content
  return { clientId, dnsName, expires }
}

function sign(content: Content, context: RequestContext): Buffer {
  const text = Buffer.from(JSON.stringify(content))
  return Buffer.concat([signature(text, context), text])
}

function verify(data: Buffer, context: RequestContext): Content | undefined {
  const text = data.subarray(signatureLength)
  const expected = signature(text, context)
  const received = data.subarray(0, signatureLength)
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined
  return JSON.parse(text.toString()) as Content
}

function signature(text: Buffer, { database }: RequestContext): Buffer {
  return createHmac('sha256', database.table(createKey)).update(text).digest()
}

function createKey(): Buffer {
  return randomBytes(32)
}

const dnsName = /^(?=.{1,255}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i

/** Accepts whatever a client says of itself ([MS-WUSP] 3.1.5.3). Groups of computers are not simulated. */
export const simpleAuthOperations: readonly Offered[] = [
  offer(getAuthorizationCookie, (request, context) => {
    const { clientId = '' } = request
    if (!clientIdString.test(clientId)) throw new SoapFaultError('InvalidParameters', 'clientId')
    if (!dnsName.test(request.dnsName ?? '')) throw new SoapFaultError('InvalidParameters', 'dnsName')
    const identity = { clientId, dnsName: request.dnsName ?? '' }
    return {
      GetAuthorizationCookieResult: { PlugInId: simpleTargeting, CookieData: authorize(identity, context) },
    }
  }),
]

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the hour for which a cookie is valid',
  },
]
