import { byFrequency } from '../catalogue.ts'
import type { CatalogueEntry } from '../catalogue-entry.ts'

/** One thing that a code can be: the same number means something else to another program. */
export interface Reading {
  /** Whose code it is: `WinHTTP error`. */
  kind: string
  /** As its owner writes it. */
  code: string
  name: string | null
  means: string
  /** The failures that it can be a sign of, the more frequent first. */
  candidates: readonly CatalogueEntry[]
}

/** The readings of one kind of codes. */
export interface Reader {
  /** Empty when it is no code of this kind. */
  read(code: string): Reading[]
  /** Every code of the kind, as one would write it; for who mistypes one. */
  codes(): readonly string[]
}

/** The more frequent first. */
export function entriesWhere(matches: (entry: CatalogueEntry) => boolean): CatalogueEntry[] {
  return byFrequency.filter(matches)
}

/** What a table says of a code; codes come from people, and `toString` is none. */
export function meaning(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}
