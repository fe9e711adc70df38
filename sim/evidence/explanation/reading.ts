import { byFrequency } from '../catalogue.ts'
import type { CatalogueEntry, Seen } from '../catalogue-entry.ts'
import { spokeHttp } from '../catalogue/symptoms.ts'
import type { CodeTable, KnownCode, OtherCause } from '../codes/code-table.ts'
import type { ClientEvidence } from '../end-evidence.ts'
import type { End, Stage } from '../../vocabulary/network.ts'

/** Failures by the end at which they show, the most frequent first. */
export type ByEnd = Readonly<Record<End, readonly CatalogueEntry[]>>

/** One meaning of a code: the same number means something else to another program. */
export interface Reading {
  /** The owner of the code: `WinHTTP error`. */
  kind: string
  /** In the spelling of its owner. */
  code: string
  /** The constant's name: `ERROR_WINHTTP_SECURE_FAILURE`; null where it has none. */
  name: string | null
  /** One sentence. */
  means: string
  /** What to do, where the code itself says enough. */
  remedy: string | null
  /** The page or header that documents the meaning. */
  source: string
  /** The failures that it can be a sign of, the most frequent first. */
  candidates: readonly CatalogueEntry[]
  /** The same failures by the end at which they show like this. */
  ends: ByEnd
  /** Further causes, which are no failures of the catalogue. */
  otherCauses: readonly OtherCause[]
}

/** A reading whose failures are in part those of other codes. */
export interface Referring extends Reading {
  /** The end that meets the codes of their owner. */
  end: CodeTable['end']
  /** Codes that say the same. */
  like: readonly string[]
  ofTls: KnownCode['ofTls']
}

/** Reads the codes of one owner. */
export interface Reader {
  /** Empty when it is no code of this kind. */
  read(code: string): Referring[]
  /** Every code of the kind, in its usual spelling: for completion, and to correct a mistyped code. */
  codes(): readonly string[]
}

/** A reading of a code of which this much is known. */
export function readingOf(
  { kind, end, source }: Pick<CodeTable, 'kind' | 'end' | 'source'>,
  code: string,
  {
    name = '',
    means,
    remedy = null,
    like = [],
    ofTls,
    otherCauses = [],
  }: Omit<KnownCode, 'remedy'> & {
    remedy?: string | null
  },
  ends: ByEnd,
): Referring {
  const candidates = atEither(ends)
  const said = { kind, code, name: name || null, means, remedy, source, otherCauses }
  return { ...said, end, candidates, ends, like, ofTls }
}

/** The most frequent first. */
export function entriesWhere(matches: (entry: CatalogueEntry) => boolean): CatalogueEntry[] {
  return byFrequency.filter(matches)
}

/** Failures of which one end alone, or neither, is known to show something. */
export function atEnd(end: End, entries: readonly CatalogueEntry[]): ByEnd {
  return { client: [], server: [], [end]: entries }
}

/** All of several, each once. */
export function atEither(...all: readonly ByEnd[]): CatalogueEntry[] {
  const entries = new Set(all.flatMap(({ client, server }) => [...client, ...server]))
  return entriesWhere((entry) => entries.has(entry))
}

/** What a table knows of a code. Codes are typed by people, so `toString` must not find a property of all objects. */
export function known<Known>(table: Readonly<Record<string, Known>>, code: string): Known | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}

/** The codes that a client can see of a failure. */
export function codesAtClient(entry: CatalogueEntry): string[] {
  return seenAtClient(entry).flatMap(({ codes }) => codes)
}

function seenAtClient({ sightings, elsewhere }: CatalogueEntry): Seen<ClientEvidence>[] {
  return [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])]
}

/** Whether a failure can be that of a client that speaks TLS. */
export function isOfTlsClient(entry: CatalogueEntry): boolean {
  return seenAtClient(entry).some(
    (seen) => seen.where !== spokeHttp && (isAt('tls', seen) || isAt('http', seen)),
  )
}

/** What is left of a code's meanings where a client has met it, at this stage. */
export function metByClientAt(stage: Stage, readings: readonly Reading[]): Reading[] {
  return readings.flatMap((reading) => {
    const candidates = reading.ends.client.filter((entry) =>
      seenAtClient(entry).some((seen) => isAt(stage, seen) && seen.codes.includes(reading.code)),
    )
    return candidates.length === 0 ? [] : [{ ...reading, candidates, ends: atEnd('client', candidates) }]
  })
}

function isAt(stage: Stage, seen: Seen<ClientEvidence>): boolean {
  return [seen.stage].flat().includes(stage)
}

/** The codes that a server can see of a failure. */
export function codesAtServer({ sightings, elsewhere }: CatalogueEntry): string[] {
  const seen = [...sightings.map(({ server }) => server), ...(elsewhere?.server ?? [])]
  return seen.flatMap((one) => one?.codes ?? [])
}
