import { cookie } from './cookie.ts'
import { operation } from './operation.ts'
import { arrayOf, enumeration, optional, sequence, type Sequence } from './schema-type.ts'
import { arrayOfInt, arrayOfString, boolean, int, string } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

/** A device and its identities. Its installed driver, which may be told as well, is passed over. */
const device = sequence('Device', {
  HardwareIDs: optional(arrayOfString),
  CompatibleIDs: optional(arrayOfString),
})

const parameters = {
  ExpressQuery: boolean,
  InstalledNonLeafUpdateIDs: optional(arrayOfInt),
  OtherCachedUpdateIDs: optional(arrayOfInt),
  SystemSpec: optional(arrayOf('ArrayOfDevice', 'Device', device)),
  CachedDriverIDs: optional(arrayOfInt),
  SkipSoftwareSync: boolean,
}

/** What a client has already: revision IDs of earlier answers. */
export type SyncUpdateParameters = Sequence<typeof parameters>

const deployment = {
  ID: int,
  Action: enumeration(
    'DeploymentAction',
    'OptionalInstall',
    'Install',
    'Uninstall',
    'PreDeploymentCheck',
    'Block',
    'Evaluate',
    'Bundle',
  ),
  Deadline: optional(string),
  IsAssigned: boolean,
  /** In the form of s:date: `2007-08-22`. */
  LastChangeTime: string,
  DownloadPriority: optional(string),
  HardwareIds: optional(arrayOfString),
}
export type Deployment = Sequence<typeof deployment>
export const deploymentType = sequence('Deployment', deployment)

const updateInfo = {
  /** The revision ID. */
  ID: int,
  Deployment: optional(deploymentType),
  IsLeaf: boolean,
  /** The core metadata: a row of elements, so no document of its own ([MS-WUSP] 3.1.1.1). */
  Xml: optional(string),
}
export type UpdateInfo = Sequence<typeof updateInfo>
const arrayOfUpdateInfo = arrayOf('ArrayOfUpdateInfo', 'UpdateInfo', sequence('UpdateInfo', updateInfo))

const syncInfo = {
  NewUpdates: optional(arrayOfUpdateInfo),
  OutOfScopeRevisionIDs: optional(arrayOfInt),
  ChangedUpdates: optional(arrayOfUpdateInfo),
  Truncated: boolean,
  NewCookie: optional(cookie),
  DeployedOutOfScopeRevisionIds: optional(arrayOfInt),
  DriverSyncNotNeeded: optional(string),
}
export type SyncInfo = Sequence<typeof syncInfo>

/** Asks which updates are new to the client ([MS-WUSP] 2.2.2.2.4). */
export const syncUpdates = operation(
  clientWebService,
  'SyncUpdates',
  { cookie: optional(cookie), parameters: optional(sequence('SyncUpdateParameters', parameters)) },
  { SyncUpdatesResult: optional(sequence('SyncInfo', syncInfo)) },
)
