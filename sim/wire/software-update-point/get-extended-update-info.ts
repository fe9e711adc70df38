import { cookie } from './cookie.ts'
import { operation } from './operation.ts'
import { arrayOf, enumeration, optional, sequence, type Sequence } from './schema-type.ts'
import { arrayOfInt, arrayOfString, base64Binary, int, string } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

const fragmentType = enumeration(
  'XmlUpdateFragmentType',
  'Published',
  'Core',
  'Extended',
  'VerificationRule',
  'LocalizedProperties',
  'Eula',
)
export type FragmentType = ReturnType<typeof fragmentType.read>

const fileLocation = {
  /** SHA-1 of the file. */
  FileDigest: optional(base64Binary),
  Url: optional(string),
}
export type FileLocation = Sequence<typeof fileLocation>
export const arrayOfFileLocation = arrayOf(
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

/** Asks for what SyncUpdates leaves out: more metadata, and where the files are ([MS-WUSP] 2.2.2.2.6). */
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
