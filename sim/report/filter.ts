import { nearest } from '../vocabulary/did-you-mean.ts'

/** The fields that a filter can ask for: `client:LAPTOP-1`. */
export const filterFields = [
  ...['client', 'site', 'system', 'role', 'protocol', 'outcome', 'rule', 'diagnosis', 'code'],
] as const

export type FilterField = (typeof filterFields)[number]

/**
 * What a filter sees of an attempt or a connection: the values of each field, none where it has none, and under `text`
 * what only words find.
 */
export type Filterable = Readonly<Record<FilterField | 'text', readonly string[]>>

/** A filter as it was read, or what is wrong with it, for the person who is typing it. */
export type ReadFilter = { matches: (one: Filterable) => boolean } | { problem: string }

/**
 * Reads a filter. Terms stand between spaces, and all of them have to match:
 *
 * - `client:LAPTOP-1`: the field has this value. A value may stop before a `.` or `/` (`code:403` finds `403.7`), and `*`
 *   in it stands for any characters (`client:LAPTOP-*`);
 * - `handshake`: a word stands anywhere in any field;
 * - `outcome:failed,withheld`: any of several;
 * - `-outcome:answered`: the term must not match;
 * - `client:"PC 1"`, `"http://"`: what is in quotes is taken as it stands.
 *
 * Capital and small letters are the same. An empty filter matches all, and so does a term without a value yet.
 */
export function readFilter(text: string): ReadFilter {
  const terms: ((one: Filterable) => boolean)[] = []
  for (const written of text.toLowerCase().match(term) ?? []) {
    const negates = written.startsWith('-')
    const [whole, field] = /^([^\s":]+):/.exec(negates ? written.slice(1) : written) ?? ['', undefined]
    if (field !== undefined && !isField(field)) return { problem: unknownField(field) }
    const wanted = alternativesOf(written.slice((negates ? 1 : 0) + whole.length))
    if (wanted.length === 0) continue
    const test = field === undefined ? hasWord : hasValue(field)
    terms.push((one) => wanted.some((pattern) => test(one, pattern)) !== negates)
  }
  return { matches: (one) => terms.every((matches) => matches(one)) }
}

/** Characters without space, and texts in quotes; quotes that are still open end with the filter. */
const term = /(?:[^\s"]|"[^"]*"?)+/g

function isField(field: string): field is FilterField {
  return filterFields.some((known) => known === field)
}

function unknownField(field: string): string {
  const meant = nearest(field, filterFields)
  const remedy =
    meant === undefined
      ? `the fields are ${filterFields.join(', ')}; quotes around a text find it as it stands`
      : `did you mean ${meant}:?`
  return `There is no field ${field}: ${remedy}`
}

/** What may stand between the `*` of a value: `['laptop-', '']` for `laptop-*`. */
type Pattern = readonly [string, ...string[]]

/** The values between the commas; in quotes, neither `,` nor `*` means anything. */
function alternativesOf(written: string): Pattern[] {
  const done: Pattern[] = []
  let pattern: Pattern = ['']
  for (const [place, part] of written.split('"').entries()) {
    const isQuoted = place % 2 === 1
    const [first = '', ...others] = isQuoted ? [part] : part.split(',')
    pattern = joined(pattern, isQuoted ? [first] : first.split('*'))
    for (const other of others) {
      done.push(pattern)
      pattern = joined([''], other.split('*'))
    }
  }
  return [...done, pattern].filter((one) => one.join('*') !== '')
}

/** `['a', 'b']` and `['c', 'd']` are `['a', 'bc', 'd']`. */
function joined(pattern: Pattern, [next = '', ...rest]: readonly string[]): Pattern {
  const [first, ...others] = [...pattern.slice(0, -1), `${pattern.at(-1) ?? ''}${next}`, ...rest]
  return [first ?? '', ...others]
}

function hasValue(field: FilterField) {
  return (one: Filterable, pattern: Pattern): boolean =>
    one[field].some((value) => isValue(value.toLowerCase(), pattern))
}

function hasWord(one: Filterable, pattern: Pattern): boolean {
  return [...filterFields, 'text' as const].some((field) =>
    one[field].some((value) => endOfPieces(value.toLowerCase(), pattern) !== -1),
  )
}

function isValue(value: string, pattern: Pattern): boolean {
  const [first] = pattern
  const last = pattern.at(-1) ?? ''
  if (!value.startsWith(first)) return false
  if (pattern.length === 1) return value === first || './'.includes(value.charAt(first.length))
  const end = endOfPieces(value, [first, ...pattern.slice(1, -1)])
  return end !== -1 && value.length - last.length >= end && value.endsWith(last)
}

/** Where the pieces end that stand in a text one after the other, each as early as it can; -1 where they do not. */
function endOfPieces(text: string, [...pieces]: Pattern): number {
  let end = 0
  for (const piece of pieces) {
    const at = text.indexOf(piece, end)
    if (at === -1) return -1
    end = at + piece.length
  }
  return end
}
