import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import * as z from 'zod'
import { nearest } from '../../vocabulary/did-you-mean.ts'
import { toProblem, valueAt, type Finding } from './finding.ts'
import {
  fieldsAt,
  kindInWords,
  kindsAt,
  listValues,
  optionsOf,
  schemasAt,
  typesInWords,
  valuesOf,
} from './kinds.ts'
import { fieldCalled, meantBy } from './meant.ts'
import type { Problem } from '../../errors.ts'
import type { FieldPath, SourceFile } from './source.ts'

type Issue = z.core.$ZodIssue

/** The issues of a zod schema, worded for people who do not know zod. */
export function zodProblems(error: z.core.$ZodError, source: SourceFile, schema: z.core.$ZodType): Problem[] {
  return zodFindings(error, source.value, schema).map((finding) => toProblem(finding, source))
}

/** What tells whether another finding has brought it about. */
interface Told extends Finding {
  /** The field that is meant by one that there is not. */
  meant?: string
  /** It is about fields together, any of which may be the one that is misspelt. */
  isOfFields?: true
}

export function zodFindings(error: z.core.$ZodError, value: unknown, schema: z.core.$ZodType): Finding[] {
  const findings = error.issues.flatMap((issue) => describeIssue(issue, { path: [], schema, value }))
  const key = (path: FieldPath) => path.join(' ')
  const misspelt = findings.filter(({ code }) => code === 'unknown-field')
  const around = new Set(misspelt.map(({ path }) => key(path.slice(0, -1))))
  const meant = new Set(
    misspelt.flatMap(({ path, meant }) => (meant === undefined ? [] : key([...path.slice(0, -1), meant]))),
  )
  // A field that is misspelt is not missing besides, and a step whose action is misspelt does nothing only for that.
  const isConsequence = ({ code, path, isOfFields }: Told) =>
    code === 'missing-field' ? meant.has(key(path)) : isOfFields === true && around.has(key(path))
  return findings.filter((one) => !isConsequence(one))
}

/** What an issue is about: the file, or a value in it that one of several schemas fits best. */
interface Described {
  path: FieldPath
  schema: z.core.$ZodType
  /** At the path. */
  value: unknown
}

function describeIssue(issue: Issue, within: Described): Told[] {
  const path = [...within.path, ...(issue.path as FieldPath)]
  const found = valueAt(within.value, issue.path as FieldPath)
  if (issue.code === 'invalid_union') {
    const option = optionMeant(issue, schemasAt(within.schema, issue.path as FieldPath), found)
    if (option) {
      const { issues, schema } = option
      return issues.flatMap((one) => describeIssue(one, { path, schema, value: found }))
    }
  }
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(within.schema, issue.path as FieldPath)
    return issue.keys.map((key) => unknownField([...path, key], key, known))
  }
  if (found === undefined) return [missingField(path)]
  const finding = { severity: 'error', path } as const
  if (issue.code === 'custom' && issue.params) {
    const { code, remedy } = issue.params as { code: FindingCode; remedy: string }
    return [{ ...finding, code, message: issue.message, remedy, isOfFields: true }]
  }
  const kinds = kindsAt(within.schema, issue.path as FieldPath)
  const { code, expected } = expectation(issue, kinds)
  const shown = kinds.length > 1 ? describeShape(found) : describeValue(found)
  const meant = meantBy(path, found, kinds.flatMap(valuesOf))
  return [
    {
      ...finding,
      code,
      message: `expected ${expected}; found ${shown}`,
      ...(meant ?? { remedy: suggest(code, found, kinds) }),
    },
  ]
}

/** The issues of the one option of a union that a list, or fields, can have been meant for; undefined where none is nearest. */
function optionMeant(
  { errors }: z.core.$ZodIssueInvalidUnion,
  unions: readonly z.core.$ZodTypes[],
  found: unknown,
): { issues: readonly Issue[]; schema: z.core.$ZodType } | undefined {
  const options = unions.map(optionsOf).find(({ length }) => length === errors.length) ?? []
  const near = options.flatMap((schema, index) => {
    const issues = errors[index] ?? []
    const isOtherKind = issues.some(({ path, code }) => path.length === 0 && ofKinds.includes(code))
    return isOtherKind ? [] : [{ issues, schema, faults: faultsIn(issues, schema, found) }]
  })
  const least = Math.min(...near.map(({ faults }) => faults))
  const [nearest, ...others] = near.filter(({ faults }) => faults === least)
  return typeof found === 'object' && others.length === 0 ? nearest : undefined
}

/** The issues that say that a value is of another kind. */
const ofKinds: readonly Issue['code'][] = ['invalid_type', 'invalid_value', 'invalid_union']

/** How many fields the option lacks, or does not know; one that is misspelt counts once. */
function faultsIn(issues: readonly Issue[], schema: z.core.$ZodType, found: unknown): number {
  const known = fieldsAt(schema, [])
  const unknown = issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []))
    .filter((key) => meantField(key, known) === undefined)
  const missing = issues.filter(
    ({ path }) => path.length === 1 && valueAt(found, path as FieldPath) === undefined,
  )
  return unknown.length + missing.length
}

function unknownField(path: FieldPath, key: string, known: readonly string[]): Told {
  const meant = meantField(key, known)
  return {
    severity: 'error',
    code: 'unknown-field',
    path,
    part: 'key',
    message: `there is no field ${shorten(key)} here`,
    ...(meant === undefined
      ? { remedy: `the fields here are ${known.join(', ')}` }
      : { remedy: `did you mean ${meant}?`, meant }),
  }
}

function meantField(key: string, known: readonly string[]): string | undefined {
  return fieldCalled(key, known) ?? nearest(key, known)
}

function missingField(path: FieldPath): Finding {
  const field = String(path.at(-1) ?? 'value')
  return {
    severity: 'error',
    code: 'missing-field',
    path,
    message: `${field} is missing`,
    remedy: `add ${field}`,
  }
}

/** `kinds`: of what can stand there; all are told where the value is none of them. */
function expectation(
  issue: Issue,
  kinds: readonly z.core.$ZodTypes[],
): { code: FindingCode; expected: string } {
  const inWords = kinds.length > 1 ? [...new Set(kinds.map(kindInWords))].join(', or ') : undefined
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', expected: inWords ?? typesInWords[issue.expected] ?? issue.expected }
    case 'invalid_value':
      return { code: 'not-allowed', expected: inWords ?? listValues(issue.values.map(String)) }
    case 'too_small':
      return { code: 'out-of-range', expected: `at least ${count(issue.minimum, issue.origin)}` }
    case 'too_big':
      return { code: 'out-of-range', expected: `at most ${count(issue.maximum, issue.origin)}` }
    case 'invalid_union': {
      const codes = issue.errors
        .flatMap((errors) => errors.slice(0, 1))
        .map((one) => expectation(one, []).code)
      return {
        code: codes.find((code) => code !== 'wrong-type') ?? 'wrong-type',
        expected: inWords ?? issue.message,
      }
    }
    default:
      // Formats and refinements state what they expect as their message.
      return { code: 'malformed', expected: inWords ?? issue.message }
  }
}

function count(size: number | bigint, origin: string): string {
  const unit = origin === 'string' ? 'character' : origin === 'array' ? 'entry' : ''
  const units = unit === 'entry' ? 'entries' : `${unit}s`
  return unit === '' ? String(size) : `${size} ${size === 1 ? unit : units}`
}

function suggest(code: FindingCode, found: unknown, kinds: readonly z.core.$ZodTypes[]): string {
  if (isPromise(found)) return 'await it'
  const allowed = kinds.flatMap(valuesOf)
  const meant = typeof found === 'string' ? nearest(found, allowed) : undefined
  if (meant !== undefined) return `did you mean ${meant}?`
  const isUnquoted = typeof found === 'number' || typeof found === 'boolean'
  if (isUnquoted && kinds.some((kind) => z.safeParse(kind, String(found)).success)) {
    return `put it in quotes if you meant the text '${String(found)}'`
  }
  const isChoice = allowed.length > 1 || (kinds.length > 1 && code !== 'out-of-range')
  return isChoice ? 'write one of them' : 'correct it'
}

/** A value that is not what was expected, in words that do not grow with it. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (isPromise(value)) return 'a promise'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'string') return `'${shorten(value)}'`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' ? 'fields' : `a ${typeof value}`
}

/** The result of a function that was not awaited. */
export function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** `{ share: …, nth: … }` for fields. */
function describeShape(value: unknown): string {
  if (describeValue(value) !== 'fields') return describeValue(value)
  const names = Object.keys(value as object)
  const shown = names.slice(0, 4).map((name) => `${shorten(name)}: …`)
  return names.length === 0 ? 'no fields' : `{ ${[...shown, ...(names.length > 4 ? ['…'] : [])].join(', ')} }`
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
