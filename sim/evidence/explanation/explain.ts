import { nodeReader } from './node-reader.ts'
import { callbackFlagReader, windowsReader, winHttpReader } from './number-readers.ts'
import type { CatalogueEntry } from '../catalogue-entry.ts'
import type { End } from '../../vocabulary/network.ts'
import {
  atEither,
  atEnd,
  entriesWhere,
  isOfTlsClient,
  type Reader,
  type Reading,
  type Referring,
} from './reading.ts'
import { readSpoken, tableReaders, type spokenTables } from './table-readers.ts'

const readers: readonly Reader[] = [
  winHttpReader,
  callbackFlagReader,
  windowsReader,
  ...tableReaders,
  nodeReader,
]

/** Everything that a code out of a log can mean; empty when no program is known to use it. */
export function explain(code: string): Reading[] {
  return directly(code).map(withThoseOfOthers)
}

/** What a number means beside the word `alert`, or in brackets after `curl:`. */
export function explainSpoken(table: keyof typeof spokenTables, number: string): Reading[] {
  return readSpoken(table, number).map(withThoseOfOthers)
}

/** What a number means in the column sc-win32-status. */
export function explainWindowsStatus(number: string): Reading[] {
  return windowsReader.read(number).map(withThoseOfOthers)
}

/** Every code that can be explained, in one of its spellings. */
export function explainableCodes(): string[] {
  return readers.flatMap((reader) => reader.codes())
}

function directly(code: string): Referring[] {
  const written = code.trim()
  const readAs = (spelling: string) => readers.flatMap((reader) => reader.read(spelling))
  const readings = readAs(written)
  return readings.length > 0 ? readings : readAs(withSslPrefix(written))
}

/** Node's code for a reason of OpenSSL's SSL routines, with or without its prefix: Python writes `WRONG_VERSION_NUMBER`. */
export function withSslPrefix(reason: string): string {
  return reason.startsWith('ERR_SSL_') ? reason : `ERR_SSL_${reason}`
}

/** Adds the failures of the codes that say the same, but those that this code rules out. */
function withThoseOfOthers({ like, end, ofTls, ...reading }: Referring): Reading {
  if (like.length === 0) return reading
  const all = [reading, ...like.flatMap(directly)].map(({ ends }) => ends)
  const isPossible = (entry: CatalogueEntry): boolean => ofTls === undefined || isOfTlsClient(entry)
  const shownAt = (one: End): CatalogueEntry[] => {
    const entries = new Set(all.flatMap((ends) => ends[one]))
    return entriesWhere((entry) => entries.has(entry))
  }
  const client = shownAt('client').filter(isPossible)
  const ends =
    end !== 'either'
      ? atEnd(end, atEither(...all).filter(isPossible))
      : { client, server: ofTls === 'client' ? [] : shownAt('server') }
  return { ...reading, candidates: atEither(ends), ends }
}
