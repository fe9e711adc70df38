import { fileClasses, serializeFileInformation } from '../../wire/smb/file-information.ts'
import {
  allocationUnit,
  fileSystemClasses,
  serializeFileSystemInformation,
} from '../../wire/smb/file-system-information.ts'
import { infoTypes, type QueryInfoRequest, serializeQueryResponse } from '../../wire/smb/read.ts'
import { below, isDirectory } from '../distribution-point/package-tree.ts'
import { longestAnswer } from './list-directory.ts'
import { failure, success, type OpenEntry, type Result } from './session.ts'
import { factsOf, fileNumberOf, type SharedFiles } from './shared-entry.ts'

/** Answers QUERY_INFO of a file, a directory or the volume that they are on. */
export function answerQuery(
  open: OpenEntry,
  root: SharedFiles,
  { infoType, informationClass, longest }: QueryInfoRequest,
): Result {
  if (longest > longestAnswer) return failure('STATUS_INVALID_PARAMETER')
  const information =
    infoType === infoTypes.file
      ? informationOfFile(open, informationClass)
      : infoType === infoTypes.fileSystem
        ? informationOfVolume(root, informationClass)
        : undefined
  if (!information) return failure('STATUS_NOT_SUPPORTED')
  if (information.length <= longest) return success(serializeQueryResponse({ information }))
  // Only what ends with a name may be cut ([MS-SMB2] 3.3.5.20.1).
  const fixed = fixedLengths[infoType]?.[informationClass] ?? information.length
  if (longest < fixed) return failure('STATUS_INFO_LENGTH_MISMATCH')
  return {
    status: 'STATUS_BUFFER_OVERFLOW',
    body: serializeQueryResponse({ information: information.subarray(0, longest) }),
  }
}

const fixedLengths: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  [infoTypes.file]: { [fileClasses.all]: 100 },
  [infoTypes.fileSystem]: { [fileSystemClasses.volume]: 18, [fileSystemClasses.attribute]: 12 },
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
