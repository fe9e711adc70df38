export interface ByteRange {
  first: number
  /** Included. */
  last: number
}

/** Ranges in one header; BITS asks for far fewer. More are refused, as RFC 9110, section 14.2, lets a server do. */
const mostRanges = 100

/**
 * The ranges that a Range header asks of a file of `size` bytes (RFC 9110, section 14): never empty and never over one
 * another, so that they add up to the file at most; `unsatisfiable`, also when there are too many; or undefined when the
 * whole file has to be sent: the header is missing or cannot be parsed.
 */
export function parseByteRanges(
  header: string | undefined,
  size: number,
): readonly ByteRange[] | 'unsatisfiable' | undefined {
  const [, set] = /^bytes=(.*)$/i.exec(header?.trim() ?? '') ?? []
  if (set === undefined) return undefined
  // Empty members of a list are ignored (section 5.6.1).
  const listed = set.split(',').map((member) => member.trim())
  const members = listed.filter((member) => member !== '')
  if (members.length > mostRanges) return 'unsatisfiable'
  const ranges = members.map((member) => parseByteRange(member, size))
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined
  const satisfiable = ranges.filter((range) => typeof range === 'object')
  return satisfiable.length === 0 ? 'unsatisfiable' : joinOverlapping(satisfiable)
}

function parseByteRange(member: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^(\d*)-(\d*)$/.exec(member) ?? []
  if (from === '' && to === '') return undefined
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return undefined
  if (first >= size) return 'unsatisfiable'
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}

/** Ranges stay in the order asked for; overlapping ones are joined (section 15.3.7.2). */
function joinOverlapping(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const joined: ByteRange[] = []
  for (const { first, last } of ranges.toSorted((one, other) => one.first - other.first)) {
    const before = joined.at(-1)
    if (before && first <= before.last) before.last = Math.max(before.last, last)
    else joined.push({ first, last })
  }
  return joined.length === ranges.length ? ranges : joined
}

/** The value of a Content-Range header; without a range, for status 416. */
export function contentRange(range: ByteRange | undefined, size: number): string {
  return `bytes ${range ? `${range.first}-${range.last}` : '*'}/${size}`
}

/**
 * Separates the parts of an answer with several ranges. BITS accepts 180 bytes of headers besides Content-Type and
 * Content-Range, and two line ends before the first boundary ("HTTP Requirements for BITS Downloads"): none are sent.
 */
const boundary = 'a6d1c40e95b7f28335e2'

export const multipartType = `multipart/byteranges; boundary=${boundary}`

/** The lines before each part; `type` is the Content-Type of the file. */
export function partHead(range: ByteRange, size: number, type: string, isFirst: boolean): Buffer {
  const lines = [
    `--${boundary}`,
    `Content-Type: ${type}`,
    `Content-Range: ${contentRange(range, size)}`,
    '',
    '',
  ]
  return Buffer.from((isFirst ? '' : '\r\n') + lines.join('\r\n'))
}

/** The lines after the last part. */
export const multipartEnd = Buffer.from(`\r\n--${boundary}--\r\n`)

/** Both identify a version of a file (RFC 9110, section 8.8). */
export interface Validators {
  /** Strong, with its quotes. */
  etag: string
  /** Whole seconds. */
  lastModified: Date
}

type Header = (name: string) => string | undefined

/** The answer to the conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2; undefined when they hold. */
export function failedPrecondition(
  header: Header,
  { etag, lastModified }: Validators,
): 304 | 412 | undefined {
  const match = header('if-match')
  const unmodifiedSince = httpDate(header('if-unmodified-since'))
  if (match !== undefined) {
    if (match.trim() !== '*' && !entityTags(match).includes(etag)) return 412
  } else if (unmodifiedSince && lastModified > unmodifiedSince) return 412
  const noneMatch = header('if-none-match')
  const modifiedSince = httpDate(header('if-modified-since'))
  if (noneMatch !== undefined) {
    // Weak comparison: here a weak tag is as good as a strong one (section 8.8.3.2).
    const known = entityTags(noneMatch).map((tag) => tag.replace(/^W\//, ''))
    if (noneMatch.trim() === '*' || known.includes(etag)) return 304
  } else if (modifiedSince && lastModified <= modifiedSince) return 304
  return undefined
}

/** Whether a Range header counts: If-Range names the version of the file that the client has part of (section 13.1.5). */
export function rangeCounts(header: Header, { etag, lastModified }: Validators): boolean {
  const validator = header('if-range')?.trim()
  if (validator === undefined) return true
  return validator === etag || httpDate(validator)?.getTime() === lastModified.getTime()
}

function entityTags(list: string): string[] {
  return list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? []
}

const obsoleteDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/
const usualDate = /^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -](?:\d\d){1,2} \d\d:\d\d:\d\d GMT$/

/** A date in any of the three forms of RFC 9110, section 5.6.7; undefined, and so ignored, when it is invalid. */
function httpDate(text: string | undefined): Date | undefined {
  const trimmed = text?.trim() ?? ''
  if (!usualDate.test(trimmed) && !obsoleteDate.test(trimmed)) return undefined
  const date = new Date(usualDate.test(trimmed) ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
