import * as ber from '../../encoding/ber.ts'

/** The depth of a search: the base alone, its immediate children, or the base and all entries below it. */
export type SearchScope = 'base' | 'one' | 'sub'

/** RFC 4511, 4.5.1. Aliases are ignored: no directory here has any. */
export interface SearchRequest {
  /** The name of an entry; empty for the server itself. */
  base: string
  scope: SearchScope
  /** Most entries to return; 0: no limit. */
  sizeLimit: number
  /** Seconds; 0: no limit. */
  timeLimit: number
  /** Names of attributes only. */
  typesOnly: boolean
  filter: Filter
  /** Names, `*` for all and `1.1` for none; empty: all. */
  attributes: readonly string[]
}

const scopes = ['base', 'one', 'sub'] as const
const neverDereference = 0

export function serializeSearchRequest(request: SearchRequest): Buffer {
  return Buffer.concat([
    ber.serializeText(request.base),
    ber.serializeNumber(scopes.indexOf(request.scope), ber.universal.enumerated),
    ber.serializeNumber(neverDereference, ber.universal.enumerated),
    ber.serializeNumber(request.sizeLimit),
    ber.serializeNumber(request.timeLimit),
    ber.serializeBoolean(request.typesOnly),
    serializeFilter(request.filter),
    ber.serializeValue(ber.universal.sequence, ...request.attributes.map((name) => ber.serializeText(name))),
  ])
}

export function parseSearchRequest(content: Buffer): SearchRequest | undefined {
  const values = ber.parseValues(content)
  if (values?.length !== 8) return undefined
  const base = ber.parseText(values[0])
  const scope = scopes[ber.parseNumber(values[1], ber.universal.enumerated) ?? -1]
  const dereference = ber.parseNumber(values[2], ber.universal.enumerated) ?? 4
  const sizeLimit = ber.parseNumber(values[3])
  const timeLimit = ber.parseNumber(values[4])
  const typesOnly = ber.parseBoolean(values[5])
  const filter = parseFilter(values[6])
  const attributes = ber.parseInside(values[7], ber.universal.sequence)?.map((value) => ber.parseText(value))
  if (base === undefined || scope === undefined || dereference > 3 || sizeLimit === undefined)
    return undefined
  if (timeLimit === undefined || typesOnly === undefined || !filter) return undefined
  if (!attributes?.every((name) => name !== undefined)) return undefined
  return { base, scope, sizeLimit, timeLimit, typesOnly, filter, attributes }
}

/** An entry of a directory, as a search returns it (RFC 4511, 4.5.2). */
export interface LdapEntry {
  /** As RFC 4514 writes names: `CN=SMS-Site-OSL,CN=System Management,CN=System,DC=contoso,DC=test`. */
  name: string
  /** Values by the name of their attribute. */
  attributes: Readonly<Record<string, readonly string[]>>
}

/** The values of an attribute, whose name may be in any case; empty when the entry lacks it. */
export function valuesOf({ attributes }: LdapEntry, attribute: string): readonly string[] {
  const values = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
  if (values) return values
  const wanted = attribute.toLowerCase()
  return Object.entries(attributes).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? []
}

export function serializeEntry({ name, attributes }: LdapEntry): Buffer {
  const list = Object.entries(attributes).map(([type, values]) =>
    ber.serializeValue(
      ber.universal.sequence,
      ber.serializeText(type),
      ber.serializeValue(ber.universal.set, ...values.map((value) => ber.serializeText(value))),
    ),
  )
  return Buffer.concat([ber.serializeText(name), ber.serializeValue(ber.universal.sequence, ...list)])
}

/** Values that are not UTF-8, which no entry here has, come out as text with U+FFFD. */
export function parseEntry(content: Buffer): LdapEntry | undefined {
  const [first, second, ...more] = ber.parseValues(content) ?? []
  const name = ber.parseText(first)
  const attributes = ber.parseInside(second, ber.universal.sequence)?.map(parseAttribute)
  if (name === undefined || more.length > 0) return undefined
  if (!attributes?.every((attribute) => attribute !== undefined)) return undefined
  return { name, attributes: Object.fromEntries(attributes) }
}

function parseAttribute(value: ber.BerValue): [name: string, values: string[]] | undefined {
  const [first, second, ...more] = ber.parseInside(value, ber.universal.sequence) ?? []
  const name = ber.parseText(first)
  const values = ber.parseInside(second, ber.universal.set)
  if (name === undefined || !values || more.length > 0) return undefined
  if (values.some(({ tag }) => tag !== ber.universal.octetString)) return undefined
  return [name, values.map(({ content }) => content.toString())]
}

/** RFC 4511, 4.10. */
export interface CompareRequest {
  name: string
  attribute: string
  value: Buffer
}

export function parseCompareRequest(content: Buffer): CompareRequest | undefined {
  const [first, second, ...more] = ber.parseValues(content) ?? []
  const name = ber.parseText(first)
  const [type, asserted, ...others] = ber.parseInside(second, ber.universal.sequence) ?? []
  const attribute = ber.parseText(type)
  const value = ber.parseBytes(asserted)
  if (name === undefined || attribute === undefined || !value) return undefined
  return more.length + others.length > 0 ? undefined : { name, attribute, value }
}

/** The condition that an entry must meet to be found (RFC 4511, 4.5.1.7). */
export type Filter =
  | { kind: 'and' | 'or'; filters: readonly Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: Comparison; attribute: string; value: Buffer }
  | Substrings
  | { kind: 'present'; attribute: string }
  | Extensible

export type Comparison = 'equal' | 'greater-or-equal' | 'less-or-equal' | 'approximate'

/** The start, inner parts in order, and end of a value: at least one of them, and none of them empty. */
export interface Substrings {
  kind: 'substrings'
  attribute: string
  initial?: Buffer
  any: readonly Buffer[]
  final?: Buffer
}

/** By a matching rule, or an attribute, or both. */
export interface Extensible {
  kind: 'extensible'
  rule?: string
  attribute?: string
  value: Buffer
  /** The attributes in the entry's name count as well. */
  inName: boolean
}

/** Nesting depth; no search by a person or a client comes near it. */
export const deepestFilter = 64

export function isEqual(attribute: string, value: string): Filter {
  return { kind: 'equal', attribute, value: Buffer.from(value) }
}

export function isAtLeast(attribute: string, value: string): Filter {
  return { kind: 'greater-or-equal', attribute, value: Buffer.from(value) }
}

export function isAtMost(attribute: string, value: string): Filter {
  return { kind: 'less-or-equal', attribute, value: Buffer.from(value) }
}

export function isPresent(attribute: string): Filter {
  return { kind: 'present', attribute }
}

export function allOf(...filters: readonly Filter[]): Filter {
  return { kind: 'and', filters }
}

export function anyOf(...filters: readonly Filter[]): Filter {
  return { kind: 'or', filters }
}

const tags = {
  and: 0xa0,
  or: 0xa1,
  not: 0xa2,
  equal: 0xa3,
  substrings: 0xa4,
  'greater-or-equal': 0xa5,
  'less-or-equal': 0xa6,
  present: 0x87,
  approximate: 0xa8,
  extensible: 0xa9,
} as const

const pieces = { initial: 0x80, any: 0x81, final: 0x82 } as const
const rule = { rule: 0x81, attribute: 0x82, value: 0x83, inName: 0x84 } as const

const comparisons = new Map<number, Comparison>(
  (['equal', 'greater-or-equal', 'less-or-equal', 'approximate'] as const).map((kind) => [tags[kind], kind]),
)

export function serializeFilter(filter: Filter): Buffer {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return ber.serializeValue(tags[filter.kind], ...filter.filters.map(serializeFilter))
    case 'not':
      return ber.serializeValue(tags.not, serializeFilter(filter.filter))
    case 'present':
      return ber.serializeText(filter.attribute, tags.present)
    case 'substrings':
      return serializeSubstrings(filter)
    case 'extensible':
      return serializeExtensible(filter)
    default:
      return ber.serializeValue(
        tags[filter.kind],
        ber.serializeText(filter.attribute),
        ber.serializeBytes(filter.value),
      )
  }
}

function serializeSubstrings({ attribute, initial, any, final }: Substrings): Buffer {
  const parts = [
    ...(initial ? [ber.serializeBytes(initial, pieces.initial)] : []),
    ...any.map((part) => ber.serializeBytes(part, pieces.any)),
    ...(final ? [ber.serializeBytes(final, pieces.final)] : []),
  ]
  return ber.serializeValue(
    tags.substrings,
    ber.serializeText(attribute),
    ber.serializeValue(ber.universal.sequence, ...parts),
  )
}

function serializeExtensible(filter: Extensible): Buffer {
  return ber.serializeValue(
    tags.extensible,
    ...(filter.rule === undefined ? [] : [ber.serializeText(filter.rule, rule.rule)]),
    ...(filter.attribute === undefined ? [] : [ber.serializeText(filter.attribute, rule.attribute)]),
    ber.serializeBytes(filter.value, rule.value),
    ...(filter.inName ? [ber.serializeBoolean(true, rule.inName)] : []),
  )
}

/** undefined when it is not a filter, or nests deeper than `deepestFilter`. */
export function parseFilter(value: ber.BerValue | undefined, depth = 1): Filter | undefined {
  if (!value || depth > deepestFilter) return undefined
  const comparison = comparisons.get(value.tag)
  if (comparison) return parseComparison(comparison, value)
  switch (value.tag) {
    case tags.and:
    case tags.or: {
      const filters = ber.parseInside(value, value.tag)?.map((each) => parseFilter(each, depth + 1))
      const kind = value.tag === tags.and ? 'and' : 'or'
      return filters?.every((each) => each !== undefined) ? { kind, filters } : undefined
    }
    case tags.not: {
      const [inner, ...more] = ber.parseInside(value, tags.not) ?? []
      const filter = parseFilter(inner, depth + 1)
      return filter && more.length === 0 ? { kind: 'not', filter } : undefined
    }
    case tags.present: {
      const attribute = ber.parseText(value, tags.present)
      return attribute === undefined ? undefined : { kind: 'present', attribute }
    }
    case tags.substrings:
      return parseSubstrings(value)
    case tags.extensible:
      return parseExtensible(value)
    default:
      return undefined
  }
}

function parseComparison(kind: Comparison, { content }: ber.BerValue): Filter | undefined {
  const [first, second, ...more] = ber.parseValues(content) ?? []
  const attribute = ber.parseText(first)
  const value = ber.parseBytes(second)
  return attribute === undefined || !value || more.length > 0 ? undefined : { kind, attribute, value }
}

function parseSubstrings({ content }: ber.BerValue): Filter | undefined {
  const [first, second, ...more] = ber.parseValues(content) ?? []
  const attribute = ber.parseText(first)
  const parts = ber.parseInside(second, ber.universal.sequence)
  if (attribute === undefined || !parts?.length || more.length > 0) return undefined
  if (parts.some((part) => part.content.length === 0)) return undefined
  const initial = parts[0]?.tag === pieces.initial ? parts.shift() : undefined
  const final = parts.at(-1)?.tag === pieces.final ? parts.pop() : undefined
  if (parts.some(({ tag }) => tag !== pieces.any)) return undefined
  return {
    kind: 'substrings',
    attribute,
    ...(initial && { initial: initial.content }),
    any: parts.map((part) => part.content),
    ...(final && { final: final.content }),
  }
}

function parseExtensible({ content }: ber.BerValue): Filter | undefined {
  const values = ber.parseValues(content) ?? []
  const take = (tag: number): ber.BerValue | undefined =>
    values[0]?.tag === tag ? values.shift() : undefined
  const named = take(rule.rule)
  const typed = take(rule.attribute)
  const value = ber.parseBytes(take(rule.value), rule.value)
  const marked = take(rule.inName)
  const ruleName = ber.parseText(named, rule.rule)
  const attribute = ber.parseText(typed, rule.attribute)
  const inName = marked ? ber.parseBoolean(marked, rule.inName) : false
  if (!value || inName === undefined || values.length > 0) return undefined
  // At least one of the two has to be present, as text.
  if ((named && ruleName === undefined) || (typed && attribute === undefined) || !(named ?? typed)) {
    return undefined
  }
  return {
    kind: 'extensible',
    ...(ruleName !== undefined && { rule: ruleName }),
    ...(attribute !== undefined && { attribute }),
    value,
    inName,
  }
}
