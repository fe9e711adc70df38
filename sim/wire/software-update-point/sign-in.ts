import {
  arrayOf,
  arrayOfInt,
  base64Binary,
  boolean,
  dateTime,
  int,
  optional,
  sequence,
  short,
  string,
  unsignedByte,
  type Sequence,
} from '../xml-schema.ts'
import { clientWebService, operation, simpleAuthWebService } from './operation.ts'

/** The client returns it with every later request ([MS-WUSP] 2.2.3.5). Only the server can read its data. */
const fields = { Expiration: dateTime, EncryptedData: optional(base64Binary) }
export type Cookie = Sequence<typeof fields>
export const cookie = sequence('Cookie', fields)

/** Issued by the SimpleAuth service for use with the client web service ([MS-WUSP] 2.2.3.4). */
const authorizationCookie = sequence('AuthorizationCookie', {
  PlugInId: optional(string),
  CookieData: optional(base64Binary),
})

/** The only way of authorization ([MS-WUSP] 2.2.2.2.1). */
export const simpleTargeting = 'SimpleTargeting'

/** A client identifies itself ([MS-WUSP] 2.2.2.1.1). */
export const getAuthorizationCookie = operation(
  simpleAuthWebService,
  'GetAuthorizationCookie',
  { clientId: optional(string), targetGroupName: optional(string), dnsName: optional(string) },
  { GetAuthorizationCookieResult: optional(authorizationCookie) },
)

/** The form of a client's id ([MS-WUSP] 1.1, ClientIdString). */
export const clientIdString = /^[a-z0-9-]{1,255}$/

/** A client gets the cookie for later requests, or renews one that has expired ([MS-WUSP] 2.2.2.2.2). */
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

const authPlugInInfo = sequence('AuthPlugInInfo', {
  PlugInID: optional(string),
  ServiceUrl: optional(string),
  Parameter: optional(string),
})

const configurationProperty = sequence('ConfigurationProperty', {
  Name: optional(string),
  Value: optional(string),
})

/** The protocol version that a client announces ([MS-WUSP] 2.2.2.2.1). */
export const clientProtocolVersion = '1.8'

const config = {
  LastChange: dateTime,
  IsRegistrationRequired: boolean,
  AuthInfo: optional(arrayOf('ArrayOfAuthPlugInInfo', 'AuthPlugInInfo', authPlugInInfo)),
  AllowedEventIds: optional(arrayOfInt),
  Properties: optional(
    arrayOf('ArrayOfConfigurationProperty', 'ConfigurationProperty', configurationProperty),
  ),
}
export type Config = Sequence<typeof config>

/** A client's first request, for the server's configuration ([MS-WUSP] 2.2.2.2.1). */
export const getConfig = operation(
  clientWebService,
  'GetConfig',
  { protocolVersion: optional(string) },
  { GetConfigResult: optional(sequence('Config', config)) },
)

const computerInfo = {
  DnsName: optional(string),
  OSMajorVersion: int,
  OSMinorVersion: int,
  OSBuildNumber: int,
  OSServicePackMajorNumber: short,
  OSServicePackMinorNumber: short,
  OSLocale: optional(string),
  ComputerManufacturer: optional(string),
  ComputerModel: optional(string),
  BiosVersion: optional(string),
  BiosName: optional(string),
  BiosReleaseDate: dateTime,
  ProcessorArchitecture: optional(string),
  SuiteMask: short,
  OldProductType: unsignedByte,
  NewProductType: int,
  SystemMetrics: int,
  ClientVersionMajorNumber: short,
  ClientVersionMinorNumber: short,
  ClientVersionBuildNumber: short,
  ClientVersionQfeNumber: short,
  OSDescription: optional(string),
  OEM: optional(string),
  DeviceType: optional(string),
  FirmwareVersion: optional(string),
  MobileOperator: optional(string),
}

/** A client's hardware and operating system. */
export type ComputerInfo = Sequence<typeof computerInfo>

/** [MS-WUSP] 2.2.2.2.3. The answer is empty. */
export const registerComputer = operation(
  clientWebService,
  'RegisterComputer',
  { cookie: optional(cookie), computerInfo: optional(sequence('ComputerInfo', computerInfo)) },
  {},
)
