import { fileClasses, serializeFileInformation } from '../../wire/smb/file-information.ts'
import {
  allocationUnit,
  fileSystemClasses,
  serializeFileSystemInformation,
} from '../../wire/smb/file-system-information.ts'
import { serializeErrorResponse } from '../../wire/smb/body.ts'
import { accessRights } from '../../wire/smb/create.ts'
import { infoTypes, type QueryInfoRequest, serializeQueryResponse } from '../../wire/smb/read.ts'
import { securityParts, serializeSecurityDescriptor } from '../../wire/smb/security-descriptor.ts'
import { below, isDirectory } from '../distribution-point/package-tree.ts'
import { longestAnswer } from './list-directory.ts'
import { failure, success, type OpenEntry, type Result } from './session.ts'
import { factsOf, fileNumberOf, type SharedFiles } from './shared-entry.ts'

/** Answers QUERY_INFO of a file, a directory or the volume that they are on. */
export function answerQuery(open: OpenEntry, root: SharedFiles, request: QueryInfoRequest): Result {
  const { infoType, informationClass, longest } = request
  if (longest > longestAnswer) return failure('STATUS_INVALID_PARAMETER')
  if (infoType === infoTypes.security) return answerSecurity(open, request)
  const information =
    infoType === infoTypes.file
      ? informationOfFile(open, informationClass)
      : infoType === infoTypes.fileSystem
        ? informationOfVolume(root, informationClass)
        : undefined
  if (!information) return failure('STATUS_NOT_SUPPORTED')
  if (information.length <= longest) return success(serializeQueryResponse({ information }))
  // Only what ends with a name may be cut ([MS-SMB2] 3.3.5.20.1).
  const shortest = shortestAnswers[infoType]?.[informationClass] ?? information.length
  if (longest < shortest) return failure('STATUS_INFO_LENGTH_MISMATCH')
  return {
    status: 'STATUS_BUFFER_OVERFLOW',
    body: serializeQueryResponse({ information: information.subarray(0, longest) }),
  }
}

/**
 * The fewest bytes that a client may allow for information that ends with a name: the fixed part, rounded up to where the
 * next structure could begin ([MS-FSA] 2.1.5.11.3, 2.1.5.13.1 and 2.1.5.13.5).
 */
const shortestAnswers: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  [infoTypes.file]: { [fileClasses.all]: 104 },
  [infoTypes.fileSystem]: { [fileSystemClasses.volume]: 24, [fileSystemClasses.attribute]: 12 },
}

/** A descriptor is never cut: a client that allows too few bytes learns how many there are ([MS-SMB2] 3.3.5.20.3). */
function answerSecurity({ access }: OpenEntry, { parts, longest }: QueryInfoRequest): Result {
  // [MS-FSA] 2.1.5.14: reading who may do what is a right of its own, and reading what is audited another.
  const audited = (parts & securityParts.auditList) !== 0
  if (audited || (access & accessRights.readControl) === 0) return failure('STATUS_ACCESS_DENIED')
  const information = serializeSecurityDescriptor(parts)
  if (information.length <= longest) return success(serializeQueryResponse({ information }))
  const needed = Buffer.alloc(4)
  needed.writeUInt32LE(information.length)
  return { status: 'STATUS_BUFFER_TOO_SMALL', body: serializeErrorResponse(needed) }
}

function informationOfFile({ entry, access }: OpenEntry, informationClass: number): Buffer | undefined {
  return serializeFileInformation(informationClass, {
    facts: factsOf(entry),
    fileId: fileNumberOf(entry),
    name: `\\${entry.name}`,
    access,
  })
}

/** A volume that the packages fill. */
function informationOfVolume(root: SharedFiles, informationClass: number): Buffer | undefined {
  const all = [...below({ node: root, path: '' }, Infinity)]
  const units = all.reduce(
    (sum, { node }) => sum + (isDirectory(node) ? 0 : Math.ceil(node.size / allocationUnit)),
    0,
  )
  return serializeFileSystemInformation(informationClass, {
    created: root.lastModified,
    serialNumber: 0x20070822,
    label: 'SMSPKGC$',
    size: units * allocationUnit,
  })
}
