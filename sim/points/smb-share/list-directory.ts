import {
  isDirectoryClass,
  joinDirectoryEntries,
  paddedLength,
  serializeDirectoryEntry,
  type DirectoryEntry,
} from '../../wire/smb/file-information.ts'
import { longestName } from '../../wire/smb/file-system-information.ts'
import {
  queryDirectoryFlags,
  type QueryDirectoryRequest,
  serializeQueryResponse,
} from '../../wire/smb/read.ts'
import { reordered, type Unusually } from '../../net/unusual.ts'
import { isDirectory } from '../distribution-point/package-tree.ts'
import { failure, success, type OpenEntry, type Result } from './session.ts'
import { entriesIn, factsOf, fileNumberOf, type SharedEntry, type SharedFiles } from './shared-entry.ts'

/** Most bytes of the answer to a query. */
export const longestAnswer = 65_536

/** Answers QUERY_DIRECTORY: as many entries as fit, starting where the last answer ended ([MS-SMB2] 3.3.5.18). */
export function listDirectory(
  open: OpenEntry,
  root: SharedFiles,
  request: QueryDirectoryRequest,
  unusually: Unusually | undefined,
): Result {
  const { informationClass, flags, longest } = request
  if (!isDirectory(open.entry.node) || longest > longestAnswer) return failure('STATUS_INVALID_PARAMETER')
  if (!isDirectoryClass(informationClass)) return failure('STATUS_NOT_SUPPORTED')
  if (request.pattern.length > longestName || /[\\/:|]/.test(request.pattern)) {
    return failure('STATUS_OBJECT_NAME_INVALID')
  }
  const anew = (flags & (queryDirectoryFlags.restart | queryDirectoryFlags.reopen)) !== 0
  if (anew || !open.listing) {
    const pattern = request.pattern === '' ? (open.listing?.pattern ?? '*') : request.pattern
    const fit = entriesOf(open.entry, root).filter(({ name }) => fitsPattern(name, pattern))
    const order = unusually?.('list-order')
    const left = order ? reordered(fit, order) : fit
    open.listing = { pattern, left, found: left.length > 0 }
  }
  const { left, found } = open.listing
  if (left.length === 0) return failure(found ? 'STATUS_NO_MORE_FILES' : 'STATUS_NO_SUCH_FILE')
  const single = (flags & queryDirectoryFlags.single) !== 0
  const fitting: Buffer[] = []
  let taken = 0
  for (const entry of single ? left.slice(0, 1) : left) {
    const printed = serializeDirectoryEntry(informationClass, entry)
    if (taken + printed.length > longest) break
    fitting.push(printed)
    taken += paddedLength(printed)
  }
  if (fitting.length === 0) return failure('STATUS_INFO_LENGTH_MISMATCH')
  open.listing.left = left.slice(fitting.length)
  return success(serializeQueryResponse({ information: joinDirectoryEntries(fitting) }))
}

function entriesOf(entry: SharedEntry, root: SharedFiles): DirectoryEntry[] {
  return [
    directoryEntry('.', entry),
    directoryEntry('..', { name: '', node: root }),
    ...[...entriesIn(entry)].map((one) => directoryEntry(one.node.name, one)),
  ]
}

function directoryEntry(name: string, entry: SharedEntry): DirectoryEntry {
  return { name, facts: factsOf(entry), fileId: fileNumberOf(entry) }
}

/**
 * Whether a name fits a pattern of QUERY_DIRECTORY, ignoring case. `<`, `>` and `"` are DOS's `*`, `?` and `.` on the
 * wire ([MS-FSA] 2.1.4.4), equivalent for the names here. The work is bounded by the product of both lengths.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase().replaceAll('<', '*').replaceAll('>', '?').replaceAll('"', '.')
  // DOS's pattern for all names, even those without a dot.
  if (wanted === '*.*') return true
  const folded = name.toLowerCase()
  let at = 0
  let place = 0
  let star = -1
  let starPlace = 0
  while (place < folded.length) {
    if (wanted[at] === '*') {
      star = at++
      starPlace = place
    } else if (wanted[at] === '?' || wanted[at] === folded[place]) {
      at += 1
      place += 1
    } else if (star >= 0) {
      at = star + 1
      place = ++starPlace
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}
