import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import type * as z from 'zod'
import { nearest } from '../../vocabulary/did-you-mean.ts'
import { toProblem, valueAt, type Finding } from './finding.ts'
import { fieldsAt } from './known-fields.ts'
import { fieldCalled, meantBy } from './meant.ts'
import type { Problem } from '../../errors.ts'
import type { FieldPath, SourceFile } from './source.ts'

type Issue = z.core.$ZodIssue

/** The issues of a zod schema, worded for people who do not know zod. */
export function zodProblems(error: z.core.$ZodError, source: SourceFile, schema: z.core.$ZodType): Problem[] {
  return zodFindings(error, source.value, schema).map((finding) => toProblem(finding, source))
}

export function zodFindings(error: z.core.$ZodError, value: unknown, schema: z.core.$ZodType): Finding[] {
  const findings = error.issues.flatMap((issue) => describeIssue(issue, [], value, schema))
  const misspelt = new Set(
    findings.filter(({ code }) => code === 'unknown-field').map(({ path }) => path.slice(0, -1).join(' ')),
  )
  // A step whose action is misspelt does nothing only for that.
  return findings.filter(({ code, path }) => code !== 'step-without-action' || !misspelt.has(path.join(' ')))
}

function describeIssue(issue: Issue, parent: FieldPath, value: unknown, schema: z.core.$ZodType): Finding[] {
  const path = [...parent, ...(issue.path as FieldPath)]
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.find((errors) => errors.some((error) => error.path.length > 0))
    if (inside) return inside.flatMap((error) => describeIssue(error, path, value, schema))
  }
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(schema, path)
    return issue.keys.map((key) => unknownField([...path, key], key, known))
  }
  const found = valueAt(value, path)
  if (found === undefined) return [missingField(path)]
  const finding = { severity: 'error', path } as const
  if (issue.code === 'custom' && issue.params) {
    const { code, remedy } = issue.params as { code: FindingCode; remedy: string }
    return [{ ...finding, code, message: issue.message, remedy }]
  }
  const { code, expected } = expectation(issue)
  const meant = meantBy(path, found, allowedValues(issue))
  return [
    {
      ...finding,
      code,
      message: `expected ${expected}; found ${describeValue(found)}`,
      ...(meant ?? { remedy: suggest(issue, found) }),
    },
  ]
}

function unknownField(path: FieldPath, key: string, known: readonly string[]): Finding {
  const meant = fieldCalled(key, known) ?? nearest(key, known)
  const remedy = meant === undefined ? `the fields here are ${known.join(', ')}` : `did you mean ${meant}?`
  return {
    severity: 'error',
    code: 'unknown-field',
    path,
    part: 'key',
    message: `there is no field ${shorten(key)} here`,
    remedy,
  }
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

const typesInWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields',
}

function expectation(issue: Issue): { code: FindingCode; expected: string } {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', expected: typesInWords[issue.expected] ?? issue.expected }
    case 'invalid_value':
      return { code: 'not-allowed', expected: listValues(issue.values.map(String)) }
    case 'too_small':
      return { code: 'out-of-range', expected: `at least ${count(issue.minimum, issue.origin)}` }
    case 'too_big':
      return { code: 'out-of-range', expected: `at most ${count(issue.maximum, issue.origin)}` }
    case 'invalid_union': {
      const branches = issue.errors.flatMap((errors) => errors.slice(0, 1)).map(expectation)
      const code = branches.find((branch) => branch.code !== 'wrong-type')?.code ?? 'wrong-type'
      return { code, expected: branches.map((branch) => branch.expected).join(', or ') }
    }
    default:
      // Formats and refinements state what they expect as their message.
      return { code: 'malformed', expected: issue.message }
  }
}

/** More values than these are no help in a message; the reference lists them. */
const mostListed = 24

function listValues(values: readonly string[]): string {
  if (values.length === 1) return values.join()
  const more = values.length - mostListed
  return more > 0 ? `one of ${values.length} values` : `one of ${values.join(', ')}`
}

function count(size: number | bigint, origin: string): string {
  const unit = origin === 'string' ? 'character' : origin === 'array' ? 'entry' : ''
  const units = unit === 'entry' ? 'entries' : `${unit}s`
  return unit === '' ? String(size) : `${size} ${size === 1 ? unit : units}`
}

function suggest(issue: Issue, found: unknown): string {
  if (isPromise(found)) return 'await it'
  const meant = typeof found === 'string' ? nearest(found, allowedValues(issue)) : undefined
  if (meant !== undefined) return `did you mean ${meant}?`
  const wantsText =
    issue.code === 'invalid_type' ? issue.expected === 'string' : allowedValues(issue).length > 0
  if (wantsText && (typeof found === 'number' || typeof found === 'boolean')) {
    return `put it in quotes if you meant the text '${String(found)}'`
  }
  return allowedValues(issue).length > 1 ? 'write one of them' : 'correct it'
}

function allowedValues(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  return issue.code === 'invalid_union' ? issue.errors.flatMap((errors) => errors.flatMap(allowedValues)) : []
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

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
