import { cookie } from './cookie.ts'
import { arrayOfFileLocation } from './get-extended-update-info.ts'
import { operation } from './operation.ts'
import { arrayOf, optional, sequence } from './schema-type.ts'
import { base64Binary } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

/** Asks where files are, by the SHA-1 digest of each ([MS-WUSP] 2.2.2.2.7). */
export const getFileLocations = operation(
  clientWebService,
  'GetFileLocations',
  {
    cookie: optional(cookie),
    fileDigests: optional(arrayOf('ArrayOfBase64Binary', 'base64Binary', base64Binary)),
  },
  {
    GetFileLocationsResult: optional(
      sequence('GetFileLocationsResults', {
        FileLocations: optional(arrayOfFileLocation),
        NewCookie: optional(cookie),
      }),
    ),
  },
)
