import {
  arrayOf,
  arrayOfInt,
  arrayOfString,
  base64Binary,
  boolean,
  enumeration,
  guid,
  int,
  optional,
  sequence,
  string,
  type Sequence,
} from '../xml-schema.ts'
import { clientWebService, operation } from './operation.ts'
import { cookie } from './sign-in.ts'
import type { Basis } from '../../vocabulary/basis.ts'

const fields = { UpdateID: guid, RevisionNumber: int }

/** A revision of an update, the same at every server ([MS-WUSP] 2.2.3.6). */
export type UpdateIdentity = Sequence<typeof fields>
const updateIdentity = sequence('UpdateIdentity', fields)

/** A device and its identities. Its installed driver, which clients may add, is ignored. */
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

/** The revision IDs that a client already has from earlier answers. */
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
const deploymentType = sequence('Deployment', deployment)

const updateInfo = {
  /** The revision ID. */
  ID: int,
  Deployment: optional(deploymentType),
  IsLeaf: boolean,
  /** The core metadata: several elements in a row, not a document ([MS-WUSP] 3.1.1.1). */
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

const refreshed = sequence('RefreshCacheResult', {
  RevisionID: int,
  GlobalID: optional(updateIdentity),
  IsLeaf: boolean,
  Deployment: optional(deploymentType),
})

/** A client that has changed servers asks for the new server's IDs of its updates ([MS-WUSP] 2.2.2.2.5). */
export const refreshCache = operation(
  clientWebService,
  'RefreshCache',
  {
    cookie: optional(cookie),
    globalIDs: optional(arrayOf('ArrayOfUpdateIdentity', 'UpdateIdentity', updateIdentity)),
  },
  { RefreshCacheResult: optional(arrayOf('ArrayOfRefreshCacheResult', 'RefreshCacheResult', refreshed)) },
)

const fragmentType = enumeration(
  'XmlUpdateFragmentType',
  'Published',
  'Core',
  'Extended',
  'VerificationRule',
  'LocalizedProperties',
  'Eula',
)
export type FragmentType = ReturnType<typeof fragmentType.parse>

const fileLocation = {
  /** SHA-1 of the file. */
  FileDigest: optional(base64Binary),
  Url: optional(string),
}
export type FileLocation = Sequence<typeof fileLocation>
const arrayOfFileLocation = arrayOf(
  'ArrayOfFileLocation',
  'FileLocation',
  sequence('FileLocation', fileLocation),
)

const extendedUpdateInfo = {
  Updates: optional(
    arrayOf('ArrayOfUpdateData', 'Update', sequence('UpdateData', { ID: int, Xml: optional(string) })),
  ),
  FileLocations: optional(arrayOfFileLocation),
  OutOfScopeRevisionIDs: optional(arrayOfInt),
}
export type ExtendedUpdateInfo = Sequence<typeof extendedUpdateInfo>

/** Asks for data that SyncUpdates leaves out: more metadata, and the locations of files ([MS-WUSP] 2.2.2.2.6). */
export const getExtendedUpdateInfo = operation(
  clientWebService,
  'GetExtendedUpdateInfo',
  {
    cookie: optional(cookie),
    revisionIDs: optional(arrayOfInt),
    infoTypes: optional(arrayOf('ArrayOfXmlUpdateFragmentType', 'XmlUpdateFragmentType', fragmentType)),
    locales: optional(arrayOfString),
  },
  { GetExtendedUpdateInfoResult: optional(sequence('ExtendedUpdateInfo', extendedUpdateInfo)) },
)

/** Asks for the locations of files, by their SHA-1 digests ([MS-WUSP] 2.2.2.2.7). */
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

/** Directories of files, for HEAD and GET ([MS-WUSP] 2.2.2.5). */
export const contentDirectory = '/Content'
export const selfUpdateDirectory = '/SelfUpdate'

/** An agent looks here for a newer version of itself ([MS-WUSP] 3.1.5.1 leaves the files open; our choice). */
export const selfUpdateIdentificationPath = '/SelfUpdate/wuident.cab'

/** Agents of protocol version 0.9 look here instead, at the root of the server ([MS-WUSP] 2.1). */
export const rootIdentificationPath = '/iuident.cab'

/**
 * A file is named by its SHA-1 digest, in a directory named by the digest's last byte. Not documented; our choice:
 * [MS-WUSP] 3.1.5.9 leaves the layout to the server.
 */
export function contentPath(digest: Buffer): string {
  const name = digest.toString('hex').toUpperCase()
  return `${contentDirectory}/${name.slice(-2)}/${name}.cab`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the files in which an agent looks for a newer version of itself',
  },
]
