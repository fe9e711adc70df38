import { AssertionError } from 'node:assert'
import * as z from 'zod'
import type { ActionResult } from '../client/actions/action.ts'
import { InputError } from '../errors.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { catalogue, entryOf, titleOf, type FailureId } from '../evidence/catalogue.ts'
import type { EndEvidence } from '../evidence/end-evidence.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import { unknownDiagnosis, unknownRule } from '../model/check/unknown-names.ts'
import { toProblem, type Finding } from '../model/source/finding.ts'
import { optionsOf } from '../model/source/options.ts'
import { sourceOfValue } from '../model/source/source.ts'
import { allPrintable } from '../printable.ts'
import { othersInWords, shownCertificateInWords } from '../report/foreign-in-words.ts'
import { day, wentWrong } from '../report/in-words.ts'
import { listInWords } from '../report/lists.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { besideLabel } from '../report/terminal/wrapped.ts'
import { english } from '../texts/english.ts'
import { ruleIds, type OpenId, type RuleId } from '../vocabulary/ids.ts'
import {
  isLookup,
  lookupProtocols,
  protocols,
  type LookupProtocol,
  type Protocol,
} from '../vocabulary/network.ts'
import { checkCompared, checkSeen } from './given.ts'
import { comparedOf, diffBetween, diffText } from './reports.ts'

/** What a test has in hand: an attempt of a simulated client, an action of several, or a connection of a client of your own. */
export type Seen = Attempt | ActionResult | ForeignConnection

/** What an answer is to be like, besides being one. */
export interface ExpectedAnswer {
  /** By which it was made. */
  protocol?: Protocol | LookupProtocol
  /** Of HTTP. */
  status?: number
}

/** Whether something is as expected, as `expect.extend` of Jest and Vitest takes it. */
export interface Verdict {
  /** It is as expected; `not` turns that round. */
  pass: boolean
  /** What was expected, and what came instead, as both ends saw it; where it passed, what was not to be. */
  message(): string
  /** What the runner shows as received. */
  actual: unknown
  /** What the runner shows as expected. */
  expected: unknown
}

/** The matchers as a runner's `expect` has them. */
export interface OwnMatchers<Result> {
  /** It failed for this reason. Throws an `InputError` where the catalogue has no such failure, even after `not`. */
  toBeRefusedBecause(failure: FailureId): Result
  /** It was answered, and like this. */
  toBeAnswered(expected?: ExpectedAnswer): Result
  /**
   * The client's rules forbade it; by the rule of this id, if one is named: `roaming/same-mode`. Throws an `InputError` where there
   * is no such rule, even after `not`.
   */
  toBeWithheld(rule?: OpenId<RuleId>): Result
  /**
   * Everything in it ended in the same way as in this recording or plan, as `diff` compares them; otherwise the message is what `diff`
   * prints. Throws an `InputError` where the two cannot be compared, even after `not`.
   */
  toHaveEndedLike(before: Recording | PlanResult): Result
}

/** For `expect.extend`; `sitemode/vitest` and `sitemode/jest` do that, and bring the types. */
export const matchers = {
  /** As `OwnMatchers.toBeRefusedBecause`, with what the test has in hand first. */
  toBeRefusedBecause(seen: Seen, failure: FailureId): Verdict {
    checkSeen('toBeRefusedBecause', seen)
    refuseUnknown(unknownDiagnosis(failure, [], failureIds))
    const { outcome, diagnosis } = seen
    return verdict(seen, `failed because ${titleOf(failure)} (${failure})`, {
      actual: { outcome, diagnosis },
      expected: { outcome: 'failed', diagnosis: failure },
    })
  },
  /** As `OwnMatchers.toBeAnswered`, with what the test has in hand first. */
  toBeAnswered(seen: Seen, expected: ExpectedAnswer = {}): Verdict {
    checkSeen('toBeAnswered', seen)
    checkAnswer(expected)
    const { protocol, status } = expected
    const words = [
      'answered',
      ...(protocol === undefined ? [] : [`by ${protocol.toUpperCase()}`]),
      ...(status === undefined ? [] : [`with status ${status}`]),
    ]
    return verdict(seen, words.join(' '), {
      actual: {
        outcome: seen.outcome,
        ...(protocol !== undefined && { protocol: seen.protocol }),
        ...(status !== undefined && { status: seen.status }),
      },
      expected: { outcome: 'answered', ...expected },
    })
  },
  /** As `OwnMatchers.toBeWithheld`, with what the test has in hand first. */
  toBeWithheld(seen: Attempt | ActionResult, rule?: OpenId<RuleId>): Verdict {
    checkSeen('toBeWithheld', seen)
    refuseUnknown(unknownRule(rule, [], ruleIds))
    return verdict(seen, rule === undefined ? 'withheld' : `withheld by the rule ${rule}`, {
      actual: { outcome: seen.outcome, ...(rule !== undefined && { rule: seen.rule }) },
      expected: { outcome: 'withheld', ...(rule !== undefined && { rule }) },
    })
  },
  /** As `OwnMatchers.toHaveEndedLike`, with what the test has in hand first. */
  toHaveEndedLike(now: Recording | PlanResult, before: Recording | PlanResult): Verdict {
    for (const one of [now, before]) checkCompared('toHaveEndedLike', one)
    const found = diffBetween(comparedOf(before, 'before'), comparedOf(now, 'now'))
    const { changed, added, missing } = found.summary
    const begins = found.same
      ? 'expected another end than before, and it was the same:'
      : 'expected the same end as before; but:'
    return {
      pass: found.same,
      message: () => `${begins}\n${diffText(found)}`,
      actual: { changed, added, missing },
      expected: { changed: 0, added: 0, missing: 0 },
    }
  },
} satisfies Record<keyof OwnMatchers<unknown>, (seen: never, ...expected: never[]) => Verdict>

/** Throws an `AssertionError` that says what really happened at both ends, unless it failed for this reason. */
export function assertRefusedBecause(seen: Seen, failure: FailureId): void {
  checkSeen('assertRefusedBecause', seen)
  assertPasses(matchers.toBeRefusedBecause(seen, failure), assertRefusedBecause)
}

/** Throws an `AssertionError` that says what really happened at both ends, unless it was answered, and like this. */
export function assertAnswered(seen: Seen, expected?: ExpectedAnswer): void {
  checkSeen('assertAnswered', seen)
  assertPasses(matchers.toBeAnswered(seen, expected), assertAnswered)
}

/**
 * Throws an `AssertionError` that says what really happened, unless the client's rules forbade it; by this rule, if one is named.
 * Throws an `InputError` where there is no such rule.
 */
export function assertWithheld(seen: Attempt | ActionResult, rule?: OpenId<RuleId>): void {
  checkSeen('assertWithheld', seen)
  assertPasses(matchers.toBeWithheld(seen, rule), assertWithheld)
}

/**
 * Throws an `AssertionError` that says what ended in another way, unless everything in this recording or plan ended in the same way as
 * in an earlier one: the text of `diff`. Throws an `InputError` where the two cannot be compared.
 */
export function assertEndedLike(now: Recording | PlanResult, before: Recording | PlanResult): void {
  for (const one of [now, before]) checkCompared('assertEndedLike', one)
  assertPasses(matchers.toHaveEndedLike(now, before), assertEndedLike)
}

const checkAnswer = optionsOf<ExpectedAnswer>('expected', {
  protocol: z.enum([...protocols, ...lookupProtocols]),
  status: z.int(),
})

const failureIds = catalogue.map(({ id }) => id)

/** A name that nothing can have: it would hold after `not`, whatever happened. */
function refuseUnknown(finding: Finding | undefined): void {
  if (finding) throw new InputError([toProblem(finding, sourceOfValue(undefined))])
}

function assertPasses(
  { pass, message, actual, expected }: Verdict,
  stackStartFn: (...args: never[]) => void,
): void {
  if (pass) return
  throw new AssertionError({
    message: message(),
    actual,
    expected,
    operator: stackStartFn.name,
    stackStartFn,
  })
}

type Fields = Readonly<Record<string, string | number | null>>

/** Passes where each field is as expected. */
function verdict(seen: Seen, words: string, fields: { actual: Fields; expected: Fields }): Verdict {
  const { actual, expected } = fields
  const pass = Object.entries(expected).every(([field, value]) => actual[field] === value)
  const message = (): string => {
    const [what, ...details] = wordsOf(seen)
    const begins = pass
      ? `expected something else than ${words}, and it was that:`
      : `expected: ${words}; but:`
    return [begins, `  ${what}`, ...details].join('\n')
  }
  return { pass, message, actual, expected }
}

/** What it was, and below it a line for each end. */
function wordsOf(seen: Seen): string[] {
  if ('story' in seen) return actionInWords(seen)
  return 'candidates' in seen ? foreignInWords(allPrintable(seen)) : attemptInWords(allPrintable(seen))
}

function actionInWords({ outcome, reasons, story, attempts }: ActionResult): string[] {
  const decisive = attempts.findLast(wentWrong)
  return [
    `the action was ${outcome}, in ${attempts.length} attempts`,
    ...reasons.map(({ words, rule }) => labelled('because', `${words} (${rule})`)),
    ...story.map(({ sentence }, place) => labelled(place === 0 ? 'story' : '', sentence)),
    ...(decisive ? attemptInWords(allPrintable(decisive)).map((line) => `  ${line}`) : []),
  ]
}

function attemptInWords(attempt: Attempt): string[] {
  const { id, client, role, system, protocol, tls, outcome, diagnosis, status } = attempt
  const { client_end, server_end, why, rule, contradiction } = attempt
  const to = isLookup(protocol) ? (system ?? role) : `${role} ${system ?? 'of no site'}`
  const by = [protocol.toUpperCase(), ...(tls ? [tls.version] : [])].join(' over ')
  const head = `${id}, ${client} to ${to} by ${by}`
  if (outcome === 'withheld') {
    return [
      `${head}: withheld by the rule ${rule}`,
      labelled('rule', why),
      labelled('to do', '`force: true` overrides the rules of the client, to see what happens on the wire'),
    ]
  }
  const ended = status === null ? outcome : `${outcome} with status ${status}`
  if (!wentWrong(attempt)) return [`${head}: ${ended}`, labelled('rule', `${rule}: ${why}`)]
  return [
    outcome === 'failed' ? `${head}: ${failedInWords(diagnosis)}` : `${head}: ${outcome}`,
    ...(contradiction === null ? [] : [labelled('but', contradiction)]),
    endInWords('client', client_end),
    endInWords('server', server_end),
    ...remedyOf(diagnosis),
  ]
}

function foreignInWords(connection: ForeignConnection): string[] {
  const { id, clientAddress, clientPort, system, serverPort, protocol, tls } = connection
  const { outcome, diagnosis, status, server_end, candidates } = connection
  const by = [protocol.toUpperCase(), ...(tls === null ? [] : [tls])].join(' over ')
  const head = `${id}, ${clientAddress}:${clientPort} to ${system}:${serverPort} by ${by}`
  const ended = {
    answered: `answered${status === null ? '' : ` with status ${status}`}`,
    failed: failedInWords(diagnosis),
    unanswered: 'the client left before any reply, and the server saw nothing wrong',
  }[outcome]
  const certificate = shownCertificateInWords(connection, english)
  const others = othersInWords(connection, english)
  return [
    `${head}: ${ended}`,
    ...(certificate === '' ? [] : [labelled('client', certificate)]),
    endInWords('server', server_end),
    ...(others === '' ? [] : [labelled('', others)]),
    ...(outcome === 'unanswered' && candidates.length > 0
      ? [labelled('to do', "the client's own error tells which")]
      : remedyOf(diagnosis)),
  ]
}

function failedInWords(diagnosis: string | null): string {
  return `failed because ${titleOf(diagnosis)} (${diagnosis})`
}

function endInWords(end: 'client' | 'server', evidence: EndEvidence | null): string {
  if (!evidence) return labelled(end, 'saw nothing wrong')
  const { code, stage, message, certificate, witnessed } = evidence
  const seen = `${code} at stage ${stage}${message === '' ? '' : `: ${message}`}`
  const known = witnessed === false ? `${seen} (the simulator knows it; nobody saw it there)` : seen
  if (!certificate) return labelled(end, known)
  const { subject, notBefore, notAfter } = certificate
  return labelled(end, `${known}; ${listInWords([subject, `valid ${day(notBefore)} to ${day(notAfter)}`])}`)
}

function remedyOf(diagnosis: string | null): string[] {
  const entry = entryOf(diagnosis)
  return entry ? [labelled('to do', entry.remedy), labelled('to be sure', entry.look)] : []
}

function labelled(label: string, text: string): string {
  return besideLabel(`    ${label}`, 16, text)
}
