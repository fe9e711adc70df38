import type { Attempt } from '../evidence/attempt.ts'
import type { EndEvidence } from '../evidence/end-evidence.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { entryOf } from '../evidence/catalogue.ts'
import { clientLogsOf } from '../evidence/logged.ts'
import type { ManyClients, StepResult } from '../evidence/results.ts'
import { english, type Texts } from '../texts/english.ts'
import { thousands } from '../vocabulary/counted.ts'

/** `4,180 answered`, `20 failed`: how a step of many clients ended. */
export function inOutcomes({ outcomes }: Pick<ManyClients, 'outcomes'>): string[] {
  return Object.entries(outcomes).map(([outcome, count]) => `${thousands(count)} ${outcome}`)
}

/** A text cut to fit its place. */
export function shortened(text: string, longest: number): string {
  if (columnsOf(text) <= longest) return text
  let [kept, columns] = ['', 1]
  for (const letter of text) {
    columns += columnsOf(letter)
    if (columns > longest) break
    kept += letter
  }
  return `${kept}…`
}

/** How wide a text is, in letters: a Chinese or Japanese one is as wide as two others. */
export function columnsOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffff]/gu)?.length ?? 0)
}

/** Each code that a client's log can show of a failure, by what the client saw: `12030, or 0 with the status`. */
export function codesInClientLog(entry: CatalogueEntry): string {
  const logs = clientLogsOf(entry)
  const errors = [...new Set(logs.flatMap(({ winHttp }) => winHttp?.code ?? []))].join(', ')
  const answered = logs.some(({ winHttp }) => winHttp === null)
  return [errors, ...(answered ? ['0 with the status of the answer'] : [])].filter(Boolean).join(', or ')
}

/** Whether an attempt failed, or its two ends do not bear each other out. */
export function wentWrong({ outcome }: Pick<Attempt, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'contradicted'
}

/** Whether something has to be said of the two ends: not where a listener bears out that all went well. */
export function hasEndsToTell(attempt: Attempt): boolean {
  return wentWrong(attempt) || attempt.server_end?.witnessed === false
}

/** The title of a failure in a sentence, after a colon. */
export function titleInWords(diagnosis: string | null, texts: Texts): string {
  const entry = entryOf(diagnosis)
  return entry ? texts.failure(entry).title : texts.attempt.unexplained
}

/** The failure in words: the title of the diagnosis, or both ends' words; empty where nothing did. */
export function wrongInWords({ outcome, diagnosis, contradiction }: Attempt, texts: Texts): string {
  return outcome === 'failed' ? titleInWords(diagnosis, texts) : (contradiction ?? '')
}

/** `HTTPS to mp.nat.sitemode.test answered`, with the diagnosis of a failure. */
export function attemptInWords(attempt: Attempt): string {
  const { protocol, system, outcome } = attempt
  const tried = `${protocol.toUpperCase()} to ${system ?? 'no system'} ${outcome}`
  if (wentWrong(attempt)) return `${tried}: ${wrongInWords(attempt, english)} ${bothEnds(attempt)}`
  return hasEndsToTell(attempt) ? `${tried} ${bothEnds(attempt)}` : tried
}

/** `a3 answered`, the id of the diagnosis, or what both ends say. */
export function attemptInShort(attempt: Attempt): string {
  const { id, outcome, diagnosis } = attempt
  if (!wentWrong(attempt)) {
    return hasEndsToTell(attempt) ? `${id} ${outcome} ${bothEnds(attempt)}` : `${id} ${outcome}`
  }
  const why = outcome === 'failed' ? (diagnosis ?? 'unexplained') : wrongInWords(attempt, english)
  return `${id} ${outcome}: ${why} ${bothEnds(attempt)}`
}

function bothEnds({ client_end, server_end }: Attempt): string {
  return `(client ${client_end?.code ?? 'saw nothing'}, ${serverInWords(server_end)})`
}

function serverInWords(end: EndEvidence | null): string {
  if (!end) return 'server saw nothing'
  return end.witnessed === false ? `the simulator knows ${end.code}` : `server ${end.code}`
}

/** Why a step failed: why it could not be carried out, and each field that differs from its expectation. */
export function failureLines(step: Pick<StepResult, 'expected' | 'observed' | 'problem'>): string[] {
  const { problem } = step
  const different = differences(step).map(
    ({ field, expected, observed }) => `${field}: expected ${expected}, observed ${observed}`,
  )
  return [...(problem === undefined ? [] : [problem]), ...different]
}

/**
 * Each field that was observed to differ from its expectation, in words: an expectation holds if there is none. A field
 * that was not observed counts as none.
 */
export function differences({
  expected,
  observed,
}: Pick<StepResult, 'expected' | 'observed'>): { field: string; expected: string; observed: string }[] {
  return Object.entries(expected)
    .filter(([field, value]) => (observed[field] ?? null) !== value)
    .map(([field, value]) => ({
      field,
      expected: valueInWords(value),
      observed: valueInWords(observed[field]),
    }))
}

function valueInWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'none'
}

const usages: Readonly<Record<string, keyof Texts['foreign']['usages']>> = {
  '1.3.6.1.5.5.7.3.1': 'server',
  '1.3.6.1.5.5.7.3.2': 'client',
}

/** The purpose that an object identifier of an extended key usage stands for. */
export function usageInWords(identifier: string, { foreign }: Texts): string {
  const usage = usages[identifier]
  return usage === undefined ? identifier : foreign.usages[usage]
}

/** The day of a date in ISO 8601; anything else as it stands. */
export function day(date: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(date)?.[0] ?? date
}
