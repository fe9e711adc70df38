import { byFrequency } from '../catalogue.ts'
import type { CatalogueEntry } from '../catalogue-entry.ts'

/** One meaning of a code: the same number means something else to another program. */
export interface Reading {
  /** The owner of the code: `WinHTTP error`. */
  kind: string
  /** In the spelling of its owner. */
  code: string
  name: string | null
  means: string
  /** The failures that it can be a sign of, the most frequent first. */
  candidates: readonly CatalogueEntry[]
}

/** Reads the codes of one owner. */
export interface Reader {
  /** Empty when it is no code of this kind. */
  read(code: string): Reading[]
  /** Every code of the kind, in its usual spelling: for completion, and to correct a mistyped code. */
  codes(): readonly string[]
}

/** The most frequent first. */
export function entriesWhere(matches: (entry: CatalogueEntry) => boolean): CatalogueEntry[] {
  return byFrequency.filter(matches)
}

/** A table's text for a code. Codes are typed by people, so `toString` must not find a property of all objects. */
export function meaning(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}

/** The codes that a client can see of a failure. */
export function codesAtClient({ sightings, elsewhere }: CatalogueEntry): string[] {
  const seen = [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])]
  return seen.flatMap(({ codes }) => codes)
}

/** The codes that a server can see of a failure. */
export function codesAtServer({ sightings, elsewhere }: CatalogueEntry): string[] {
  const seen = [...sightings.map(({ server }) => server), ...(elsewhere?.server ?? [])]
  return seen.flatMap((one) => one?.codes ?? [])
}
