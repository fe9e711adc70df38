import { operation } from './operation.ts'
import { arrayOf, optional, sequence, type Sequence } from './schema-type.ts'
import { arrayOfInt, boolean, dateTime, string } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

const authPlugInInfo = sequence('AuthPlugInInfo', {
  PlugInID: optional(string),
  ServiceUrl: optional(string),
  Parameter: optional(string),
})

const configurationProperty = sequence('ConfigurationProperty', {
  Name: optional(string),
  Value: optional(string),
})

/** The version of the protocol that a client says it speaks ([MS-WUSP] 2.2.2.2.1). */
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

/** A client's first request: how the server wants to be asked ([MS-WUSP] 2.2.2.2.1). */
export const getConfig = operation(
  clientWebService,
  'GetConfig',
  { protocolVersion: optional(string) },
  { GetConfigResult: optional(sequence('Config', config)) },
)
