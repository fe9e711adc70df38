import { isUtf8 } from 'node:buffer'
import { deepestFilter, type Comparison, type Extensible, type Filter } from '../../sim/wire/ldap/search.ts'

/** A filter as people write it: `(&(objectCategory=mSSMSSite)(mSSMSSiteCode=OSL))` (RFC 4515). */
export function printFilterText(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.kind === 'and' ? '&' : '|'}${filter.filters.map(printFilterText).join('')})`
    case 'not':
      return `(!${printFilterText(filter.filter)})`
    case 'present':
      return `(${filter.attribute}=*)`
    case 'substrings': {
      const { attribute, initial, any, final } = filter
      const parts = [initial ?? Buffer.alloc(0), ...any, final ?? Buffer.alloc(0)]
      return `(${attribute}=${parts.map(escapeValue).join('*')})`
    }
    case 'extensible':
      return `(${printExtensible(filter)})`
    default:
      return `(${filter.attribute}${signs[filter.kind]}${escapeValue(filter.value)})`
  }
}

const signs: Readonly<Record<Comparison, string>> = {
  equal: '=',
  'greater-or-equal': '>=',
  'less-or-equal': '<=',
  approximate: '~=',
}

function printExtensible({ rule, attribute = '', inName, value }: Extensible): string {
  const named = rule === undefined ? '' : `:${rule}`
  return `${attribute}${inName ? ':dn' : ''}${named}:=${escapeValue(value)}`
}

/** Bytes that are not UTF-8 are written in hexadecimal, one by one. */
function escapeValue(value: Buffer): string {
  const text = value.toString(isUtf8(value) ? 'utf8' : 'latin1')
  const escaped = isUtf8(value) ? /[\0()*\\]/g : /[\0()*\\\x80-\xff]/g
  return text.replaceAll(escaped, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** undefined when it is none, or nests deeper than `deepestFilter`. */
export function parseFilterText(text: string): Filter | undefined {
  const parsed = readFilter(text, 0, 1)
  return parsed?.end === text.length ? parsed.filter : undefined
}

interface Read {
  filter: Filter
  /** Offset of the text that follows. */
  end: number
}

function readFilter(text: string, start: number, depth: number): Read | undefined {
  if (text[start] !== '(' || depth > deepestFilter) return undefined
  const sign = text[start + 1]
  if (sign === '&' || sign === '|') {
    const filters: Filter[] = []
    let end = start + 2
    while (text[end] === '(') {
      const inner = readFilter(text, end, depth + 1)
      if (!inner) return undefined
      filters.push(inner.filter)
      end = inner.end
    }
    return text[end] === ')'
      ? { filter: { kind: sign === '&' ? 'and' : 'or', filters }, end: end + 1 }
      : undefined
  }
  if (sign === '!') {
    const inner = readFilter(text, start + 2, depth + 1)
    if (!inner || text[inner.end] !== ')') return undefined
    return { filter: { kind: 'not', filter: inner.filter }, end: inner.end + 1 }
  }
  const end = text.indexOf(')', start)
  const filter = end < 0 ? undefined : readItem(text.slice(start + 1, end))
  return filter && { filter, end: end + 1 }
}

/** A name in letters or digits, with options behind it (RFC 4512, 2.5). */
const description = String.raw`(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)(?:;[A-Za-z0-9-]+)*`
const simple = new RegExp(`^(${description})(=|>=|<=|~=)([^(]*)$`)
const extensible = new RegExp(`^(${description})?(:[Dd][Nn])?(?::(${description}))?:=([^(*]*)$`)

function readItem(item: string): Filter | undefined {
  const [, name, sign, asserted = ''] = simple.exec(item) ?? []
  if (name === undefined) return readExtensible(item)
  if (sign === '=' && asserted === '*') return { kind: 'present', attribute: name }
  const parts = asserted.split('*').map(unescapeValue)
  if (!parts.every((part) => part !== undefined)) return undefined
  const [value, ...more] = parts
  if (!value) return undefined
  if (more.length === 0) return { kind: kindOf(sign), attribute: name, value }
  return sign === '=' ? readSubstrings(name, parts) : undefined
}

function kindOf(sign: string | undefined): Comparison {
  return sign === '>='
    ? 'greater-or-equal'
    : sign === '<='
      ? 'less-or-equal'
      : sign === '~='
        ? 'approximate'
        : 'equal'
}

function readSubstrings(attribute: string, parts: readonly Buffer[]): Filter | undefined {
  const [initial, ...any] = parts
  const final = any.pop()
  if (any.some((part) => part.length === 0)) return undefined
  if (any.length === 0 && !initial?.length && !final?.length) return undefined
  return {
    kind: 'substrings',
    attribute,
    ...(initial?.length && { initial }),
    any,
    ...(final?.length && { final }),
  }
}

function readExtensible(item: string): Filter | undefined {
  const match = extensible.exec(item)
  const [, attribute, inName, rule, asserted = ''] = match ?? []
  const value = unescapeValue(asserted)
  if (!match || !value || (attribute === undefined && rule === undefined)) return undefined
  return {
    kind: 'extensible',
    ...(rule !== undefined && { rule }),
    ...(attribute !== undefined && { attribute }),
    value,
    inName: inName !== undefined,
  }
}

/** undefined when a backslash is not before two hexadecimal digits. */
function unescapeValue(text: string): Buffer | undefined {
  if (/\\(?![0-9a-fA-F]{2})|\0/.test(text)) return undefined
  const [first = '', ...escaped] = text.split('\\')
  return Buffer.concat([
    Buffer.from(first),
    ...escaped.flatMap((part) => [Buffer.from(part.slice(0, 2), 'hex'), Buffer.from(part.slice(2))]),
  ])
}
