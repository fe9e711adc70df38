import { parseName } from '../../wire/ldap/distinguished-name.ts'
import type { LdapEntry, SearchRequest } from '../../wire/ldap/search.ts'
import type { PagedResults } from '../../wire/ldap/message.ts'
import { resultCodes, type LdapResult } from '../../wire/ldap/result.ts'
import { compileFilter, requiredValues, type RequiredValue } from './compile-filter.ts'
import { indexEntry, isWithin, type Directory, type IndexedEntry } from './directory.ts'

export interface Found {
  /** Each made as it is asked for: who reads slowly does not keep a thousand of them. */
  entries: Iterable<LdapEntry>
  result: LdapResult
  /** Answers a request for a page. */
  page?: PagedResults
}

/** Entries of one answer: MaxPageSize of a domain controller, unless it was changed ([MS-ADTS] 3.1.1.3.4.6). */
const mostEntries = 1000

export function searchDirectory(
  directory: Directory,
  root: LdapEntry,
  request: SearchRequest,
  paged?: PagedResults,
): Found {
  const base = parseName(request.base)
  if (!base) return refused(resultCodes.invalidDNSyntax, `"${request.base}" is no distinguished name`)
  const key = base.join(',')
  const isRoot = key === '' && request.scope === 'base'
  if (!isRoot && !directory.find(key)) {
    const message =
      key === '' ? 'a search below all names begins at none' : `nothing is called ${request.base}`
    return refused(resultCodes.noSuchObject, message, nearest(directory, base))
  }
  const test = compileFilter(request.filter)
  const candidates = isRoot ? [indexEntry(root, '', '')] : candidatesOf(directory, key, request)
  const matching = candidates.filter((entry) => test(entry) === true)
  // A page that is as long as the whole may be is none (RFC 2696, section 3).
  const { sizeLimit } = request
  const asPage = paged && (sizeLimit === 0 || paged.size < sizeLimit) ? paged : undefined
  const { taken, more, page } = asPage ? takePage(matching, asPage) : takeAll(matching, sizeLimit)
  return {
    entries: selectFrom(taken, request),
    result: more ? sizeLimitExceeded : success,
    ...(page && { page }),
  }
}

/** The entries that can match: by the rarest value that the filter needs to be true, or else all. */
function candidatesOf(directory: Directory, base: string, { scope, filter }: SearchRequest) {
  const [fewest] = requiredValues(filter)
    .map((values) => havingOne(directory, values))
    .sort((one, other) => one.length - other.length)
  return fewest ? fewest.filter((entry) => isWithin(entry, base, scope)) : directory.within(base, scope)
}

/** In the order of their keys, each once. */
function havingOne(directory: Directory, values: readonly RequiredValue[]): readonly IndexedEntry[] {
  const [first] = values
  if (first && values.length === 1) return directory.having(first.attribute, first.value)
  const found = new Set(values.flatMap(({ attribute, value }) => directory.having(attribute, value)))
  return [...found].sort((one, other) => (one.key < other.key ? -1 : 1))
}

const success: LdapResult = { code: resultCodes.success, matchedName: '', message: '' }
const sizeLimitExceeded: LdapResult = {
  code: resultCodes.sizeLimitExceeded,
  matchedName: '',
  message: 'there are more entries than one answer may have',
}

function refused(code: number, message: string, matchedName = ''): Found {
  return { entries: [], result: { code, matchedName, message } }
}

/** The name of the last entry that there is on the way to one that is not there. */
function nearest(directory: Directory, parts: readonly string[]): string {
  for (let above = 1; above < parts.length; above += 1) {
    const found = directory.find(parts.slice(above).join(','))
    if (found) return found.entry.name
  }
  return ''
}

interface Taken {
  taken: readonly IndexedEntry[]
  /** Some were left out, and cannot be had by asking again. */
  more: boolean
  page?: PagedResults
}

function takeAll(matching: readonly IndexedEntry[], sizeLimit: number): Taken {
  const most = sizeLimit === 0 ? mostEntries : Math.min(sizeLimit, mostEntries)
  return { taken: matching.slice(0, most), more: matching.length > most }
}

/** A cookie is the name of the page's last entry, so that nothing is kept, and what comes or goes meanwhile does no harm. */
function takePage(matching: readonly IndexedEntry[], { size, cookie }: PagedResults): Taken {
  const last = cookie.toString()
  const start = last === '' ? 0 : matching.findIndex(({ key }) => key > last)
  const rest = start < 0 ? [] : matching.slice(start)
  // Size 0: who searches wants no more of it.
  const taken = rest.slice(0, Math.min(size, mostEntries))
  const next = taken.length < rest.length ? (taken.at(-1)?.key ?? '') : ''
  return { taken, more: false, page: { size: matching.length, cookie: Buffer.from(next) } }
}

/** `1.1` is no attribute, and `+` are those that a server has for itself, which none has here (RFC 4511, 4.5.1.8; RFC 3673). */
function* selectFrom(
  found: readonly IndexedEntry[],
  { attributes: asked, typesOnly }: SearchRequest,
): Generator<LdapEntry> {
  const wanted = new Set(asked.map((each) => each.toLowerCase()))
  const all = wanted.size === 0 || wanted.has('*')
  for (const { entry } of found) {
    const selected = Object.entries(entry.attributes)
      .filter(([each]) => all || wanted.has(each.toLowerCase()))
      .map(([each, values]): [string, readonly string[]] => [each, typesOnly ? [] : values])
    yield { name: entry.name, attributes: Object.fromEntries(selected) }
  }
}
