import { cookie } from './cookie.ts'
import { operation } from './operation.ts'
import { arrayOf, optional, sequence } from './schema-type.ts'
import { boolean, int } from './schema-values.ts'
import { deploymentType } from './sync-updates.ts'
import { updateIdentity } from './update-identity.ts'
import { clientWebService } from './web-service.ts'

const refreshed = sequence('RefreshCacheResult', {
  RevisionID: int,
  GlobalID: optional(updateIdentity),
  IsLeaf: boolean,
  Deployment: optional(deploymentType),
})

/** A client that has come to another server asks what its updates are called there ([MS-WUSP] 2.2.2.2.5). */
export const refreshCache = operation(
  clientWebService,
  'RefreshCache',
  {
    cookie: optional(cookie),
    globalIDs: optional(arrayOf('ArrayOfUpdateIdentity', 'UpdateIdentity', updateIdentity)),
  },
  { RefreshCacheResult: optional(arrayOf('ArrayOfRefreshCacheResult', 'RefreshCacheResult', refreshed)) },
)
