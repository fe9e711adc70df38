import * as z from 'zod'
import { InputError } from '../../errors.ts'
import { answerFaults } from '../../vocabulary/fault.ts'
import { siteSystemRoleNames } from '../../vocabulary/site-system-role.ts'
import type { MisbehaviourInput } from './hierarchy-input.ts'
import { sourceOfValue } from '../source/source.ts'
import { zodProblems } from '../source/zod-problems.ts'
import { seed, writtenShare } from './written-values.ts'

/** A field that frames the message (RFC 9112, section 6): it is the web server's, or the answer would not end where it does. */
const framing = /^(?:connection|content-length|keep-alive|trailer|transfer-encoding|upgrade)$/i

const headers = z
  .record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,64}$/, 'the name of a header field'),
    z.string().regex(/^[\x20-\x7e]{0,1024}$/, 'at most 1024 printable characters of ASCII'),
  )
  .refine((fields) => Object.keys(fields).length <= 32, { error: 'an answer has at most 32 of these fields' })
  .refine((fields) => !Object.keys(fields).some((name) => framing.test(name)), {
    error: 'the web server frames its answers itself',
  })

/** Statuses whose answers have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
const bodiless: readonly number[] = [204, 205, 304]

const answer = z
  .strictObject({
    status: z
      .int()
      .min(200)
      .max(599)
      .refine((status) => !bodiless.includes(status), { error: 'answers of this status have no body' })
      .describe('HTTP status, from 200 to 599, of an answer that can have a body.'),
    headers: headers.optional().describe('Header fields, without those that frame the message.'),
    body: z
      .string()
      .max(65_536)
      .default('')
      .describe('The body; empty by default, at most 65,536 characters.'),
  })
  .describe('The answer that the request gets in place of the one of the role.')

const position = z.int().min(1).max(1_000_000)

const requests = z
  .union([
    z.strictObject({ nth: position.describe('This one alone, counted from 1.') }),
    z.strictObject({ from: position.describe('This one and all after it, counted from 1.') }),
    z.strictObject({
      share: z.union([writtenShare, z.number().min(0).max(1)]).describe('A share of them: 10%, or 0.1.'),
      seed: seed.default(1).describe('The same seed chooses the same requests; 1 by default.'),
    }),
  ])
  .describe('Which of the requests that match misbehave; all by default. No other request is counted.')

export const misbehaviourName = z
  .string()
  .regex(/^[a-z\d][a-z\d-]{0,62}$/, 'a name of small letters, digits and hyphens')

/** Whether a web server does something amiss; the one schema of it, for scenarios and for the library. */
export const misbehaviour = z
  .strictObject({
    name: misbehaviourName.describe('The name by which attempts tell of it, and by which it ends.'),
    system: z.string().optional().describe('Name or FQDN of a site system with a web server.'),
    role: z
      .enum(siteSystemRoleNames)
      .optional()
      .describe('In place of a system: every one with this role, each of which counts its own requests.'),
    path: z
      .string()
      .regex(/^\/[\x21-\x7e]{0,255}$/, 'a path that begins with /')
      .optional()
      .describe(
        'Path without its query; * stands for any characters, and case does not count. Every path by default.',
      ),
    requests: requests.optional(),
    delayMs: z
      .int()
      .min(1)
      .max(600_000)
      .optional()
      .describe('Milliseconds, by the clock of the machine, before the request is answered.'),
    answer: answer.optional(),
    fault: z
      .enum(answerFaults)
      .optional()
      .describe('In place of an answer: a fault, as break has it, for this request alone.'),
  })
  .refine(({ system, role }) => (system === undefined) !== (role === undefined), {
    error: 'a misbehaviour is of one system, or of one role',
    params: { code: 'misbehaviour-of-whom', remedy: 'name a system, or else a role' },
  })
  .refine(
    ({ delayMs, answer, fault }) => delayMs !== undefined || answer !== undefined || fault !== undefined,
    {
      error: 'this misbehaviour does nothing',
      params: { code: 'misbehaviour-without-deed', remedy: 'add delayMs, answer or fault' },
    },
  )
  .refine(({ answer, fault }) => answer === undefined || fault === undefined, {
    error: 'a request has one answer',
    params: { code: 'misbehaviour-answers-twice', remedy: 'leave out answer or fault' },
  })

export type Misbehaviour = z.output<typeof misbehaviour>

/** Throws an `InputError` with the problems found. */
export function readMisbehaviour(written: MisbehaviourInput): Misbehaviour {
  const parsed = misbehaviour.safeParse(written)
  if (parsed.success) return parsed.data
  throw new InputError(zodProblems(parsed.error, sourceOfValue(written), misbehaviour))
}
