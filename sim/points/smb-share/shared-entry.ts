import { createHash } from 'node:crypto'
import { fileAttributes, type FileFacts } from '../../wire/smb/file-information.ts'
import { allocationUnit, longestName } from '../../wire/smb/file-system-information.ts'
import type { StatusName } from '../../wire/smb/header.ts'
import {
  find,
  isDirectory,
  type DirectoryNode,
  type PackageFileNode,
  type TreeNode,
} from '../distribution-point/package-tree.ts'

/** The content of the share: the same files that a distribution point serves by HTTP. */
export type SharedFiles = DirectoryNode<PackageFileNode>

/** A file or directory of the share. */
export interface SharedEntry {
  /** Path from the root of the share, with backslashes; the root itself has the empty name. */
  name: string
  node: TreeNode<PackageFileNode>
}

// Control characters and others that NTFS allows in no name, such as streams and wildcards ([MS-FSCC] 2.1.5).
// eslint-disable-next-line no-control-regex
const forbidden = /[\x00-\x1f"*/:<>?|]/

/**
 * Finds the entry of a name in a CREATE request, ignoring case, or returns the status of the failure. Names are only
 * compared with those of the packages, so they cannot lead elsewhere.
 */
export function findEntry(root: SharedFiles, name: string): SharedEntry | StatusName {
  if (name === '') return { name, node: root }
  // "A pathname that begins with a backslash" is an invalid parameter ([MS-SMB2] 3.3.5.9).
  if (name.startsWith('\\')) return 'STATUS_INVALID_PARAMETER'
  const parts = name.split('\\')
  if (parts.some((part) => !isName(part))) return 'STATUS_OBJECT_NAME_INVALID'
  const found = find(root, `/${parts.join('/')}`)
  if (found) return { name, node: found.node }
  const above = find(root, ['', ...parts.slice(0, -1)].join('/'))
  return above && isDirectory(above.node) ? 'STATUS_OBJECT_NAME_NOT_FOUND' : 'STATUS_OBJECT_PATH_NOT_FOUND'
}

function isName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && part.length <= longestName && !forbidden.test(part)
}

/** The entries of a directory; a file has none. */
export function* entriesIn({ name, node }: SharedEntry): Generator<SharedEntry> {
  if (!isDirectory(node)) return
  for (const below of node.entries)
    yield { name: name === '' ? below.name : `${name}\\${below.name}`, node: below }
}

export function factsOf({ node }: SharedEntry): FileFacts {
  const { lastModified } = node
  const size = isDirectory(node) ? 0 : node.size
  const kind = isDirectory(node) ? fileAttributes.directory : fileAttributes.archive
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

/** The entry's unique, stable number on its volume. */
export function fileNumberOf({ name }: SharedEntry): bigint {
  return createHash('sha256').update(name.toLowerCase()).digest().readBigUInt64LE()
}
