import {
  printBoolean,
  printNumber,
  printText,
  printValue,
  readBoolean,
  readInside,
  readNumber,
  readText,
  readValues,
  universal,
} from '../../encoding/ber.ts'
import { parseFilter, printFilter } from './filter-message.ts'
import type { Filter } from './filter.ts'

/** How far below its base a search looks: at it alone, at what is right below it, or at it and all below. */
export type SearchScope = 'base' | 'one' | 'sub'

/** RFC 4511, 4.5.1. Aliases are left out: no directory here has any. */
export interface SearchRequest {
  /** The name of an entry; empty for the server itself. */
  base: string
  scope: SearchScope
  /** Of entries; 0: as many as there are. */
  sizeLimit: number
  /** Seconds; 0: as long as it takes. */
  timeLimit: number
  /** Names of attributes only. */
  typesOnly: boolean
  filter: Filter
  /** Names, `*` for all and `1.1` for none; empty: all. */
  attributes: readonly string[]
}

const scopes = ['base', 'one', 'sub'] as const
const neverDereference = 0

export function printSearchRequest(request: SearchRequest): Buffer {
  return Buffer.concat([
    printText(request.base),
    printNumber(scopes.indexOf(request.scope), universal.enumerated),
    printNumber(neverDereference, universal.enumerated),
    printNumber(request.sizeLimit),
    printNumber(request.timeLimit),
    printBoolean(request.typesOnly),
    printFilter(request.filter),
    printValue(universal.sequence, ...request.attributes.map((name) => printText(name))),
  ])
}

export function parseSearchRequest(content: Buffer): SearchRequest | undefined {
  const values = readValues(content)
  if (values?.length !== 8) return undefined
  const base = readText(values[0])
  const scope = scopes[readNumber(values[1], universal.enumerated) ?? -1]
  const dereference = readNumber(values[2], universal.enumerated) ?? 4
  const sizeLimit = readNumber(values[3])
  const timeLimit = readNumber(values[4])
  const typesOnly = readBoolean(values[5])
  const filter = parseFilter(values[6])
  const attributes = readInside(values[7], universal.sequence)?.map((value) => readText(value))
  if (base === undefined || scope === undefined || dereference > 3 || sizeLimit === undefined)
    return undefined
  if (timeLimit === undefined || typesOnly === undefined || !filter) return undefined
  if (!attributes?.every((name) => name !== undefined)) return undefined
  return { base, scope, sizeLimit, timeLimit, typesOnly, filter, attributes }
}
