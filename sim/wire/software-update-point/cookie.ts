import { optional, sequence, type Sequence } from './schema-type.ts'
import { base64Binary, dateTime, string } from './schema-values.ts'

/** What a server gives a client to show at every later request ([MS-WUSP] 2.2.3.5). Only the server can read its data. */
const fields = { Expiration: dateTime, EncryptedData: optional(base64Binary) }
export type Cookie = Sequence<typeof fields>
export const cookie = sequence('Cookie', fields)

/** What the SimpleAuth service gives a client to show to the client web service ([MS-WUSP] 2.2.3.4). */
export const authorizationCookie = sequence('AuthorizationCookie', {
  PlugInId: optional(string),
  CookieData: optional(base64Binary),
})

/** The only way of authorization ([MS-WUSP] 2.2.2.2.1). */
export const simpleTargeting = 'SimpleTargeting'
