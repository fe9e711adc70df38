/** What a search asks of an entry (RFC 4511, 4.5.1.7). */
export type Filter =
  | { kind: 'and' | 'or'; filters: readonly Filter[] }
  | { kind: 'not'; filter: Filter }
  | { kind: Comparison; attribute: string; value: Buffer }
  | Substrings
  | { kind: 'present'; attribute: string }
  | Extensible

export type Comparison = 'equal' | 'greater-or-equal' | 'less-or-equal' | 'approximate'

/** What a value begins with, has in it in this order, and ends with: at least one of them, and none of them empty. */
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

/** Filters in one another: no search of a person or a client comes near it. */
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
