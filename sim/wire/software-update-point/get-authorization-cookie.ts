import { authorizationCookie } from './cookie.ts'
import { operation } from './operation.ts'
import { optional } from './schema-type.ts'
import { string } from './schema-values.ts'
import { simpleAuthWebService } from './web-service.ts'

/** A client says who it is ([MS-WUSP] 2.2.2.1.1). */
export const getAuthorizationCookie = operation(
  simpleAuthWebService,
  'GetAuthorizationCookie',
  { clientId: optional(string), targetGroupName: optional(string), dnsName: optional(string) },
  { GetAuthorizationCookieResult: optional(authorizationCookie) },
)

/** The form of a client's id ([MS-WUSP] 1.1, ClientIdString). */
export const clientIdString = /^[a-z0-9-]{1,255}$/
