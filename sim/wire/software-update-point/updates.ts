import {
  arrayOf,
  arrayOfBase64Binary,
  arrayOfGuid,
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
import { descend, parseXml, xmlElement } from '../xml.ts'
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
  /** From the answer to StartCategoryScan. */
  FilterCategoryIds: optional(
    arrayOf('ArrayOfCategoryIdentifier', 'CategoryIdentifier', sequence('CategoryIdentifier', { Id: guid })),
  ),
  /** The updates that are still deployed, but out of scope, come in a list of their own. */
  NeedTwoGroupOutOfScopeUpdates: optional(boolean),
}

/** The revision IDs that a client already has from earlier answers, and the categories to which it limits the scan. */
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
/** An update as SyncUpdates of MS-WUSP offers it. */
export type UpdateInfo = Sequence<typeof updateInfo>
/** The name of an update at every server, from its core metadata; undefined where these lack it. */
export function updateIdentityOf({ Xml = '' }: UpdateInfo): UpdateIdentity | undefined {
  const { UpdateID, RevisionNumber = '' } =
    descend(parseXml(xmlElement('Update', {}, Xml)), 'UpdateIdentity')?.attributes ?? {}
  return UpdateID !== undefined && /^\d{1,9}$/.test(RevisionNumber)
    ? { UpdateID: UpdateID.toLowerCase(), RevisionNumber: Number(RevisionNumber) }
    : undefined
}

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

/** The wizard that adds a printer asks for drivers of printers ([MS-WUSP] 2.2.2.2.9). */
export const syncPrinterCatalog = operation(
  clientWebService,
  'SyncPrinterCatalog',
  {
    cookie: optional(cookie),
    installedNonLeafUpdateIDs: optional(arrayOfInt),
    printerUpdateIDs: optional(arrayOfInt),
  },
  { SyncPrinterCatalogResult: optional(sequence('SyncInfo', syncInfo)) },
)

const categoryRelationship = {
  /** Categories of one group are joined by AND, groups by OR. */
  IndexOfAndGroup: int,
  CategoryId: guid,
}

/** A category that a client wants to scan for. */
export type CategoryRelationship = Sequence<typeof categoryRelationship>

/** A client that limits its scan asks which categories to name in SyncUpdates ([MS-WUSP] 2.2.2.2.8). */
export const startCategoryScan = operation(
  clientWebService,
  'StartCategoryScan',
  {
    requestedCategories: optional(
      arrayOf(
        'ArrayOfCategoryRelationship',
        'CategoryRelationship',
        sequence('CategoryRelationship', categoryRelationship),
      ),
    ),
  },
  { preferredCategoryIds: optional(arrayOfGuid), requestedCategoryIdsInError: optional(arrayOfGuid) },
)

const arrayOfUpdateIdentity = arrayOf('ArrayOfUpdateIdentity', 'UpdateIdentity', updateIdentity)

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
    globalIDs: optional(arrayOfUpdateIdentity),
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
  'FileUrl',
  'FileDecryption',
)
export type FragmentType = ReturnType<typeof fragmentType.parse>
const arrayOfFragmentType = arrayOf('ArrayOfXmlUpdateFragmentType', 'XmlUpdateFragmentType', fragmentType)

const fileLocation = {
  /** SHA-1 of the file. */
  FileDigest: optional(base64Binary),
  Url: optional(string),
  /** Only in answers to GetExtendedUpdateInfo2. */
  FileDigestAlgorithm: optional(string),
}
export type FileLocation = Sequence<typeof fileLocation>
const arrayOfFileLocation = arrayOf(
  'ArrayOfFileLocation',
  'FileLocation',
  sequence('FileLocation', fileLocation),
)

const arrayOfUpdateData = arrayOf(
  'ArrayOfUpdateData',
  'Update',
  sequence('UpdateData', { ID: int, Xml: optional(string) }),
)

const extendedUpdateInfo = {
  Updates: optional(arrayOfUpdateData),
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
    infoTypes: optional(arrayOfFragmentType),
    locales: optional(arrayOfString),
  },
  { GetExtendedUpdateInfoResult: optional(sequence('ExtendedUpdateInfo', extendedUpdateInfo)) },
)

const fileDecryption = {
  FileDigest: optional(base64Binary),
  DecryptionKey: optional(base64Binary),
  SecurityData: optional(arrayOfBase64Binary),
}

const extendedUpdateInfo2 = {
  Updates: optional(arrayOfUpdateData),
  FileLocations: optional(arrayOfFileLocation),
  FileDecryptionData: optional(
    arrayOf('ArrayOfFileDecryption', 'FileDecryption', sequence('FileDecryption', fileDecryption)),
  ),
}
export type ExtendedUpdateInfo2 = Sequence<typeof extendedUpdateInfo2>

/** Likewise by the names that updates have at every server, with keys for encrypted files ([MS-WUSP] 2.2.2.2.10). */
export const getExtendedUpdateInfo2 = operation(
  clientWebService,
  'GetExtendedUpdateInfo2',
  {
    cookie: optional(cookie),
    updateIDs: optional(arrayOfUpdateIdentity),
    infoTypes: optional(arrayOfFragmentType),
    locales: optional(arrayOfString),
  },
  { GetExtendedUpdateInfo2Result: optional(sequence('ExtendedUpdateInfo2', extendedUpdateInfo2)) },
)

/** Asks for the locations of files, by their SHA-1 digests ([MS-WUSP] 2.2.2.2.7). */
export const getFileLocations = operation(
  clientWebService,
  'GetFileLocations',
  {
    cookie: optional(cookie),
    fileDigests: optional(arrayOfBase64Binary),
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
