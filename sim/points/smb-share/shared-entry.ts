import { createHash } from 'node:crypto'
import { packageFileName } from '../../wire/distribution-point/distribution-point.ts'
import type { PackageIdentity } from '../../wire/distribution-point/package-content.ts'
import { fileAttributes, type FileFacts } from '../../wire/smb/file-facts.ts'
import { allocationUnit, longestName } from '../../wire/smb/file-system-information.ts'
import type { StatusName } from '../../wire/smb/status.ts'
import { lastModified } from '../web-server/generated-file.ts'

/** A folder of the share: its name is the package's id, and one file is in it. */
export interface SharedPackage extends PackageIdentity {
  /** Bytes. */
  size: number
}

/** What a name leads to. */
export type SharedEntry =
  | { kind: 'root'; name: '' }
  | { kind: 'folder'; name: string; content: SharedPackage }
  | { kind: 'file'; name: string; content: SharedPackage }

const root: SharedEntry = { kind: 'root', name: '' }

export function folderOf(content: SharedPackage): SharedEntry {
  return { kind: 'folder', name: content.id, content }
}

export function fileOf(content: SharedPackage): SharedEntry {
  return { kind: 'file', name: `${content.id}\\${packageFileName(content.id)}`, content }
}

// Control characters, and what NTFS has in no name: streams and wildcards among them ([MS-FSCC] 2.1.5).
// eslint-disable-next-line no-control-regex
const forbidden = /[\x00-\x1f"*/:<>?|]/

/**
 * The entry of a name as it stands in CREATE, not case-sensitive; or the status of why there is none. Names are only
 * compared with those of the packages, and so lead nowhere else.
 */
export function findEntry(folders: readonly SharedPackage[], name: string): SharedEntry | StatusName {
  if (name === '') return root
  // "A pathname that begins with a backslash" is an invalid parameter ([MS-SMB2] 3.3.5.9).
  if (name.startsWith('\\')) return 'STATUS_INVALID_PARAMETER'
  const parts = name.split('\\')
  if (parts.some((part) => !isName(part))) return 'STATUS_OBJECT_NAME_INVALID'
  const [folder = '', file, ...deeper] = parts.map((part) => part.toLowerCase())
  const content = folders.find(({ id }) => id.toLowerCase() === folder)
  if (!content) return file === undefined ? 'STATUS_OBJECT_NAME_NOT_FOUND' : 'STATUS_OBJECT_PATH_NOT_FOUND'
  if (file === undefined) return folderOf(content)
  if (deeper.length > 0) return 'STATUS_OBJECT_PATH_NOT_FOUND'
  return file === packageFileName(content.id).toLowerCase() ? fileOf(content) : 'STATUS_OBJECT_NAME_NOT_FOUND'
}

function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && part.length <= longestName && !forbidden.test(part)
}

export function isDirectory({ kind }: SharedEntry): boolean {
  return kind !== 'file'
}

export function factsOf(entry: SharedEntry): FileFacts {
  const size = entry.kind === 'file' ? entry.content.size : 0
  const kind = isDirectory(entry) ? fileAttributes.directory : fileAttributes.archive
  return {
    created: lastModified,
    accessed: lastModified,
    written: lastModified,
    changed: lastModified,
    allocated: Math.ceil(size / allocationUnit) * allocationUnit,
    size,
    attributes: kind | fileAttributes.readOnly,
  }
}

/** A number of the entry's own on its volume, and always the same. */
export function fileNumberOf({ name }: SharedEntry): bigint {
  return createHash('sha256').update(name.toLowerCase()).digest().readBigUInt64LE()
}
