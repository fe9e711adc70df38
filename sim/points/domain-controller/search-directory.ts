import { isUtf8 } from 'node:buffer'
import { foldText, parseName, publishedClasses } from '../../wire/ldap/published.ts'
import { attributeTypes } from '../../wire/ldap/schema.ts'
import type { Filter, Substrings, LdapEntry, SearchRequest, SearchScope } from '../../wire/ldap/search.ts'
import { resultCodes, type LdapResult, type PagedResults } from '../../wire/ldap/message.ts'
import {
  comparable,
  indexEntry,
  isWithin,
  syntaxOf,
  type Comparable,
  type Directory,
  type IndexedEntry,
} from './directory.ts'

export interface Found {
  /** Generated one by one, so that a slow reader does not hold a thousand in memory. */
  entries: Iterable<LdapEntry>
  result: LdapResult
  /** The response control of a paged search. */
  page?: PagedResults
}

/** Most entries of one answer: the default MaxPageSize of a domain controller ([MS-ADTS] 3.1.1.3.4.6). */
const mostEntries = 1000

/** The entries that a server has besides those of its directory, found by their names alone. */
export interface OwnEntries {
  /** Of the server itself, at the empty name. */
  root: LdapEntry
  /** Of what entries can be (RFC 4512, 4.2). All its attributes but those of every entry are operational. */
  subschema: LdapEntry
}

export function searchDirectory(
  directory: Directory,
  own: OwnEntries,
  request: SearchRequest,
  paged?: PagedResults,
): Found {
  const base = parseName(request.base)
  if (!base) return refused(resultCodes.invalidDNSyntax, `"${request.base}" is not a distinguished name`)
  const key = base.join(',')
  const ownEntry = ownEntryAt(base, request.scope, own)
  if (!ownEntry && !directory.find(key)) {
    const message =
      key === '' ? 'a search below the empty name is not supported' : `no entry has the name ${request.base}`
    return refused(resultCodes.noSuchObject, message, nearest(directory, base))
  }
  const test = compileFilter(request.filter)
  const candidates = ownEntry ? [indexEntry(ownEntry, key, '')] : candidatesOf(directory, key, request)
  const matching = candidates.filter((entry) => test(entry) === true)
  // A page at least as long as the size limit turns paging off (RFC 2696, section 3).
  const { sizeLimit } = request
  const asPage = paged && (sizeLimit === 0 || paged.size < sizeLimit) ? paged : undefined
  const { taken, more, page } = asPage ? takePage(matching, asPage) : takeAll(matching, sizeLimit)
  return {
    entries: selectFrom(taken, request, own.subschema),
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

/** The entries that have one of the values: each once, in the order of their keys. */
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
  message: 'more entries match than one answer may have',
}

function refused(code: number, message: string, matchedName = ''): Found {
  return { entries: [], result: { code, matchedName, message } }
}

/** The name of the closest existing ancestor of a missing entry. */
function nearest(directory: Directory, parts: readonly string[]): string {
  for (let above = 1; above < parts.length; above += 1) {
    const found = directory.find(parts.slice(above).join(','))
    if (found) return found.entry.name
  }
  return ''
}

interface Taken {
  taken: readonly IndexedEntry[]
  /** The size limit cut some entries off; no further page has them. */
  more: boolean
  page?: PagedResults
}

function takeAll(matching: readonly IndexedEntry[], sizeLimit: number): Taken {
  const most = sizeLimit === 0 ? mostEntries : Math.min(sizeLimit, mostEntries)
  return { taken: matching.slice(0, most), more: matching.length > most }
}

/** The cookie is the key of the page's last entry: the server keeps no state, and entries may come and go between pages. */
function takePage(matching: readonly IndexedEntry[], { size, cookie }: PagedResults): Taken {
  const last = cookie.toString()
  const start = last === '' ? 0 : matching.findIndex(({ key }) => key > last)
  const rest = start < 0 ? [] : matching.slice(start)
  // Size 0: the client abandons the paged search.
  const taken = rest.slice(0, Math.min(size, mostEntries))
  const next = taken.length < rest.length ? (taken.at(-1)?.key ?? '') : ''
  return { taken, more: false, page: { size: matching.length, cookie: Buffer.from(next) } }
}

/** Below the subschema there is nothing, and a search of all below the empty name is not supported. */
function ownEntryAt(
  base: readonly string[],
  scope: SearchScope,
  { root, subschema }: OwnEntries,
): LdapEntry | undefined {
  if (base.length === 0) return scope === 'base' ? root : undefined
  return scope !== 'one' && base.join(',') === parseName(subschema.name)?.join(',') ? subschema : undefined
}

/** `1.1` selects no attribute, and `+` the operational ones (RFC 4511, 4.5.1.8; RFC 3673). */
function* selectFrom(
  found: readonly IndexedEntry[],
  { attributes, typesOnly }: SearchRequest,
  subschema: LdapEntry,
): Generator<LdapEntry> {
  const wanted = new Set(attributes.map((each) => each.toLowerCase()))
  const all = wanted.size === 0 || wanted.has('*')
  const operational = wanted.has('+')
  for (const { entry } of found) {
    const described = { subschemaSubentry: [subschema.name], ...entry.attributes }
    const selected = Object.entries(described)
      .filter(([each]) => (isOperational(each, entry) ? operational : all) || wanted.has(each.toLowerCase()))
      .map(([each, values]): [string, readonly string[]] => [each, typesOnly ? [] : values])
    yield { name: entry.name, attributes: Object.fromEntries(selected) }
  }
}

/** The server's own entry has all that it says of itself as if it were not operational, as Active Directory has it. */
function isOperational(attribute: string, { name }: LdapEntry): boolean {
  return name !== '' && !(attribute in attributeTypes)
}

/** undefined: the attribute is unknown, or the value is not of its syntax (RFC 4511, 4.5.1.7). */
export type Truth = boolean | undefined
type Test = (entry: IndexedEntry) => Truth

/** Compiles a filter into a test of entries; work that does not depend on the entry is done once. */
export function compileFilter(filter: Filter): Test {
  switch (filter.kind) {
    case 'and':
      return compileAnd(filter.filters.map(compileFilter))
    case 'or':
      // By De Morgan's law.
      return compileNot(compileAnd(filter.filters.map(compileFilter).map(compileNot)))
    case 'not':
      return compileNot(compileFilter(filter.filter))
    case 'present':
      return compilePresent(filter.attribute.toLowerCase())
    case 'substrings':
      return compileSubstrings(filter)
    case 'extensible':
      // Without a rule it is a match for equality; other rules are not supported.
      if (filter.rule !== undefined || filter.attribute === undefined || filter.inName) return unknown
      return compileEqual(filter.attribute.toLowerCase(), filter.value)
    case 'equal':
    case 'approximate':
      return compileEqual(filter.attribute.toLowerCase(), filter.value)
    case 'greater-or-equal':
      return compileOrder(filter.attribute.toLowerCase(), filter.value, (own, other) => own >= other)
    case 'less-or-equal':
      return compileOrder(filter.attribute.toLowerCase(), filter.value, (own, other) => own <= other)
  }
}

/** An entry that matches the filter has at least one value of each list. */
function requiredValues(filter: Filter): RequiredValue[][] {
  if (filter.kind === 'and') return filter.filters.flatMap(requiredValues)
  if (filter.kind === 'or') {
    const each = filter.filters.map((one) => requiredValues(one)[0])
    return each.every((values) => values !== undefined) ? [each.flat()] : []
  }
  if (filter.kind !== 'equal') return []
  const attribute = filter.attribute.toLowerCase()
  const value = attribute === 'objectcategory' ? undefined : readAsserted(attribute, filter.value)
  return value === undefined ? [] : [[{ attribute, value }]]
}

interface RequiredValue {
  attribute: string
  value: Comparable
}

const unknown: Test = () => undefined

function compileNot(test: Test): Test {
  return (entry) => {
    const truth = test(entry)
    return truth === undefined ? undefined : !truth
  }
}

function compileAnd(tests: readonly Test[]): Test {
  return (entry) => {
    let truth: Truth = true
    for (const test of tests) {
      const one = test(entry)
      if (one === false) return false
      if (one === undefined) truth = undefined
    }
    return truth
  }
}

function compilePresent(attribute: string): Test {
  return syntaxOf(attribute) ? ({ values }) => values(attribute).length > 0 : unknown
}

function compileEqual(attribute: string, asserted: Buffer): Test {
  const definition = attribute === 'objectcategory' && definitions.get(foldText(String(asserted)))
  if (definition) return ({ values }) => values(attribute).some((own) => String(own).startsWith(definition))
  const other = readAsserted(attribute, asserted)
  return other === undefined ? unknown : ({ values }) => values(attribute).includes(other)
}

/** In a filter, a class's own name stands for the name of its category ([MS-ADTS] 3.1.1.3.1.3.5). */
const definitions = new Map<string, string>(
  Object.entries({ ...publishedClasses, container: 'Container', domainDNS: 'Domain-DNS' }).map(
    ([objectClass, definition]) => [objectClass.toLowerCase(), `cn=${definition.toLowerCase()},cn=schema,`],
  ),
)

/** Booleans and names have no order. */
function compileOrder(
  attribute: string,
  asserted: Buffer,
  stands: (own: Comparable, other: Comparable) => boolean,
): Test {
  const syntax = syntaxOf(attribute)
  const other = syntax === 'text' || syntax === 'number' ? readAsserted(attribute, asserted) : undefined
  if (other === undefined) return unknown
  return ({ values }) => values(attribute).some((own) => stands(own, other))
}

function readAsserted(attribute: string, asserted: Buffer): Comparable | undefined {
  const syntax = syntaxOf(attribute)
  return syntax && isUtf8(asserted) ? comparable(syntax, asserted.toString()) : undefined
}

function compileSubstrings({ attribute: written, initial, any, final }: Substrings): Test {
  const attribute = written.toLowerCase()
  const pieces = [initial, ...any, final]
  if (syntaxOf(attribute) !== 'text' || !pieces.every((piece) => !piece || isUtf8(piece))) return unknown
  const [begins = '', ...between] = pieces.map((piece) => foldText(String(piece ?? '')))
  const ends = between.pop() ?? ''
  return ({ values }) => values(attribute).some((own) => hasPieces(String(own), begins, between, ends))
}

function hasPieces(text: string, begins: string, between: readonly string[], ends: string): boolean {
  if (!text.startsWith(begins)) return false
  let at = begins.length
  for (const piece of between) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.endsWith(ends) && text.length - ends.length >= at
}
