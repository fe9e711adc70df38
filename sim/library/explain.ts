import { linesOf } from '../encoding/text-lines.ts'
import { catalogue, entryOf, type FailureId } from '../evidence/catalogue.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { explainableCodes } from '../evidence/explanation/explain.ts'
import { explainAlone } from '../evidence/explanation/pick-codes.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { codeReader, type Understood } from '../logs/code-reader.ts'
import { explainedRule, ruleNamed, type ExplainedRule } from '../rules/concerns.ts'
import { groupBy } from '../report/lists.ts'
import { nearest } from '../vocabulary/did-you-mean.ts'
import { ruleIds } from '../vocabulary/ids.ts'
import { refuse } from '../model/source/source.ts'
import { checkText } from './given.ts'
import { bytesIn, shownName } from './input-bytes.ts'

/** One meaning of a code: the same number means something else to another program. */
export interface ExplainedReading extends Omit<Reading, 'candidates' | 'ends'> {
  /** The failures that it can be a sign of, the most frequent first: how to recognise each, and what to do. */
  candidates: Pick<CatalogueEntry, 'id' | 'title' | 'party' | 'look' | 'remedy' | 'confidence'>[]
  /** The ids of these failures by the end that shows the code: either may, and not for the same reason. */
  ends: {
    /** Where a client shows it. */
    client: string[]
    /** Where a server shows it. */
    server: string[]
  }
  /** Of a code within a text: as it is written there, the first line that has it, from 1, and in how many lines it is. */
  written?: string
  /** The first line that has it, from 1. */
  line?: number
  /** Lines that have it. */
  times?: number
}

/** What a text means: an entry of the failure catalogue, a rule, or what its codes mean. `explain --json` prints this. */
export type Explanation =
  | {
      /** The text that was asked about. */
      code: string
      /** Of the failure whose id it is. */
      entry: CatalogueEntry
    }
  | {
      /** The text that was asked about. */
      code: string
      /** None: it is the id of a rule, and no code. */
      readings: ExplainedReading[]
      /** Of this id, by which clients act: what it says, what it decides, which way, and for whom. */
      rule: ExplainedRule
    }
  | {
      /** The text that was asked about. */
      code: string
      /** Each meaning of each code in it. */
      readings: ExplainedReading[]
      /** Words that look like a code and are none that is known; absent where the whole text is one code. */
      unknown?: readonly string[]
    }

/**
 * Explains the id of a failure or a rule, a code in any spelling of its owner (`0x80072F8F`, `403.13`, `ECONNRESET`), or the codes
 * in the lines of any text. The result is that of `explain --json`. Throws an `InputError` where nothing in it is known.
 */
export async function explain(text: string): Promise<Explanation> {
  checkText('explain', text, {
    what: 'a text',
    remedy: 'give a code, the id of a failure or a rule, or lines of a log',
  })
  return explanationOf(explainedAlone(text) ?? (await explainedIn(text)))
}

/** A text with what it means. */
export type Explained =
  | { kind: 'entry'; code: string; entry: CatalogueEntry }
  | { kind: 'rule'; code: string; rule: ExplainedRule }
  | { kind: 'code'; code: string; readings: readonly Reading[] }
  | ExplainedText

interface ExplainedText {
  kind: 'text'
  code: string
  understood: Understood
}

/** What a text means as a whole; undefined where it is neither an id nor a code. */
export function explainedAlone(text: string): Explained | undefined {
  const id = text.toLowerCase()
  const entry = entryOf(id)
  if (entry) return { kind: 'entry', code: text, entry }
  const rule = ruleNamed(id)
  if (rule) return { kind: 'rule', code: text, rule: explainedRule(rule) }
  const readings = explainAlone(text)
  return readings.length > 0 ? { kind: 'code', code: text, readings } : undefined
}

/** What the codes mean in a text, or in the source that it names. Throws an `InputError` where none is known. */
export async function explainedIn(text: string, source?: AsyncIterable<Uint8Array>): Promise<ExplainedText> {
  const understood = await understand(source ?? bytesIn(text))
  if (understood.found.length === 0)
    throw source ? nothingKnown(text, understood) : notKnown(text, understood)
  return { kind: 'text', code: text, understood }
}

export function explanationOf(explained: Explained): Explanation {
  const { code } = explained
  switch (explained.kind) {
    case 'entry':
      return { code, entry: explained.entry }
    case 'rule':
      return { code, readings: [], rule: explained.rule }
    case 'code':
      return { code, readings: explained.readings.map(summary) }
    case 'text': {
      const { found, unknown } = explained.understood
      const readings = found.flatMap(({ written, line, times, readings: all }) =>
        all.map((reading) => ({ ...summary(reading), written, line, times })),
      )
      return { code, readings, unknown }
    }
  }
}

async function understand(chunks: AsyncIterable<Uint8Array>): Promise<Understood> {
  const reader = codeReader()
  for await (const { text, number } of linesOf(chunks)) reader.read(text, number)
  return reader.understood()
}

/** Keeps, of each candidate, how to recognise it and what to do; its own entry has the rest. */
function summary({ candidates, ends, ...reading }: Reading): ExplainedReading {
  return {
    ...reading,
    ends: { client: ends.client.map(({ id }) => id), server: ends.server.map(({ id }) => id) },
    candidates: candidates.map(({ id, title, party, look, remedy, confidence }) => ({
      ...{ id, title, party, look, remedy, confidence },
    })),
  }
}

function nothingKnown(file: string, { unknown, lines }: Understood): Error {
  const looked = unknown.length > 0 ? `; not known: ${unknown.join(', ')}` : ''
  return refuse(
    shownName(file),
    'no-code',
    `no code that can be explained is in its ${lines} lines${looked}`,
    'sitemode explain lists what there is',
  )
}

/** Longer texts are no mistyped code. */
const longestCode = 64

function notKnown(text: string, { unknown }: Understood): Error {
  if (text.trim() === '')
    return refuse('text', 'unknown-code', 'it is empty', 'sitemode explain lists what there is')
  const meant = text.length > longestCode ? [] : meantBy(text)
  const remedy =
    meant.length === 0 ? 'sitemode explain lists what there is' : `did you mean ${meant.join(' or ')}?`
  const [one, ...more] = unknown
  const what =
    one === undefined || (more.length === 0 && one === text.trim())
      ? 'it is no code that can be explained'
      : `nothing in it is a code that can be explained; not known: ${unknown.join(', ')}`
  return refuse(text, 'unknown-code', what, remedy)
}

/** The words that a mistyped one most likely meant; a rule is also meant by the part of its id behind the slash. */
function meantBy(text: string): readonly string[] {
  // Two numbers that look alike mean nothing alike.
  if (/^\W*(?:0x)?[\da-f]*\d[\da-f]*\W*$/i.test(text) || /^[\W\d]+$/.test(text)) return []
  const codes = explainableCodes().filter((code) => !/^\d/.test(code))
  const rulesByName = groupBy(ruleIds, (id) => id.slice(id.indexOf('/') + 1))
  const word = nearest(text, [...catalogue.map(({ id }) => id), ...ruleIds, ...codes, ...rulesByName.keys()])
  return word === undefined ? [] : (rulesByName.get(word) ?? [word])
}

/** The entries of these ids; all without any. `named`: the option that names them. Throws an `InputError`. */
export function entriesNamed(
  ids: readonly string[] | undefined,
  named: string,
): readonly CatalogueEntry<FailureId>[] {
  return ids?.map((id) => entryNamed(id, named)) ?? catalogue
}

/** The entry of this id. `named`: the option that names it. Throws an `InputError` where there is none. */
export function entryNamed(id: string, named: string): CatalogueEntry<FailureId> {
  const entry = catalogue.find((candidate) => candidate.id === id)
  if (entry) return entry
  const meant = nearest(
    id,
    catalogue.map((candidate) => candidate.id),
  )
  const remedy = meant === undefined ? 'sitemode explain lists them' : `did you mean ${meant}?`
  throw refuse(named, 'unknown-entry', `the failure catalogue has no entry ${id}`, remedy)
}
