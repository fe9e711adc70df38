/** What tells one state of a file from another. */
export interface Validators {
  /** Strong, with its quotes. */
  etag: string
  /** Whole seconds. */
  lastModified: Date
}

type Header = (name: string) => string | undefined

/** The answer to the conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2; undefined: they hold. */
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

/** Whether a Range header counts: If-Range names the state that the client has a part of (RFC 9110, section 13.1.5). */
export function rangeCounts(header: Header, { etag, lastModified }: Validators): boolean {
  const known = header('if-range')?.trim()
  if (known === undefined) return true
  return known === etag || httpDate(known)?.getTime() === lastModified.getTime()
}

function entityTags(list: string): string[] {
  return list.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? []
}

const obsoleteDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/
const usualDate = /^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -](?:\d\d){1,2} \d\d:\d\d:\d\d GMT$/

/** A date in any of the three forms of RFC 9110, section 5.6.7; undefined for what is none, which counts for nothing. */
function httpDate(text: string | undefined): Date | undefined {
  const trimmed = text?.trim() ?? ''
  if (!usualDate.test(trimmed) && !obsoleteDate.test(trimmed)) return undefined
  const date = new Date(usualDate.test(trimmed) ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
