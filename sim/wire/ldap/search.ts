import * as ber from '../../encoding/ber.ts'
import { parseFilter, serializeFilter, type Filter } from './filter.ts'

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
