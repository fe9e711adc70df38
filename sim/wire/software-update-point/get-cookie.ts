import { authorizationCookie, cookie } from './cookie.ts'
import { operation } from './operation.ts'
import { arrayOf, optional } from './schema-type.ts'
import { dateTime, string } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

/** A client gets the cookie for every later request, or a new one for one that has expired ([MS-WUSP] 2.2.2.2.2). */
export const getCookie = operation(
  clientWebService,
  'GetCookie',
  {
    authCookies: optional(arrayOf('ArrayOfAuthorizationCookie', 'AuthorizationCookie', authorizationCookie)),
    oldCookie: optional(cookie),
    lastChange: dateTime,
    currentTime: dateTime,
    protocolVersion: optional(string),
  },
  { GetCookieResult: optional(cookie) },
)
