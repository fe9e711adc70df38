import * as z from 'zod'
import { limits } from '../../limits.ts'
import { answerFaults } from '../../vocabulary/fault.ts'
import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import {
  deedNames,
  deeds,
  outOfPlace,
  scriptedOperations,
  scriptedProtocols,
  type AskedRequest,
  type Deed,
  type Misbehaviour,
} from '../../vocabulary/misbehaviour.ts'
import { unusualBehaviourNames } from '../../vocabulary/unusual.ts'
import { siteSystemRoleNames } from '../../vocabulary/site-system-role.ts'
import type { MisbehaviourInput } from './hierarchy-input.ts'
import { readerOf } from '../source/options.ts'
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
    body: z.string().max(limits.scriptedAnswer.value).default('').describe('The body; empty by default.'),
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

/** Characters. */
const longestPattern = 256

/** A pattern: * stands for any characters, and case does not count. */
function pattern(begins: RegExp, said: string) {
  return z.string().max(longestPattern).regex(begins, said).optional()
}

const printable = /^[\x20-\x7e]+$/
const inAscii = 'printable characters of ASCII'

/** What the requests are that it is about. */
const conditions = {
  operation: z
    .enum(scriptedOperations)
    .optional()
    .describe('SMB, LDAP, DHCP: the kind of request, as create, search or discover. Every kind by default.'),
  path: pattern(/^\/[\x21-\x7e ]*$/, 'a path that begins with /').describe(
    'HTTP, SMB, TFTP: path without its query, in a share behind the name of the share (/SMSPKGC$/OSL00001/*), by TFTP with ' +
      'slashes (/smsboot/x86/*); * stands for any characters, and case does not count. Every path by default.',
  ),
  base: pattern(printable, inAscii).describe(
    'LDAP: the entry that a search begins at, with * as in path. Every one by default.',
  ),
  filter: pattern(printable, inAscii).describe(
    'LDAP: the filter of a search as RFC 4515 writes it, (mSSMSSiteCode=OSL), with * as in path. Every one by default.',
  ),
  question: pattern(printable, inAscii).describe(
    'DNS, WINS: the name that is asked for, with * as in path; in WINS without its last byte. Every one by default.',
  ),
} satisfies Record<keyof AskedRequest, z.ZodType>

const deedSchemas = {
  delayMs: z
    .int()
    .min(1)
    .max(limits.scriptedDelay.value * 1000)
    .optional()
    .describe('Milliseconds, by the clock of the machine, before the request is answered.'),
  answer: answer.optional(),
  error: z
    .union([z.string().regex(/^[\w-]{1,64}$/, 'the name of an error'), z.int().min(1).max(0xffff_ffff)])
    .optional()
    .describe(
      'SMB, LDAP, DNS, WINS, TFTP, statements of health: in place of an answer, an error: the name that its standard gives it ' +
        '(STATUS_SHARING_VIOLATION, busy, SERVFAIL, SRV_ERR, accessViolation, Access-Reject), or its number.',
    ),
  fault: z
    .enum(answerFaults)
    .optional()
    .describe('In place of an answer: a fault, as break has it, for this request alone.'),
  unusual: z
    .enum(unusualBehaviourNames)
    .optional()
    .describe('An answer in a legal and unusual way, as docs/unusual.md lists them.'),
} satisfies Record<Deed, z.ZodType>

export const misbehaviourName = z
  .string()
  .regex(/^[a-z\d][a-z\d-]{0,62}$/, 'a name of small letters, digits and hyphens')

const script = z.strictObject({
  name: misbehaviourName.describe('The name by which attempts tell of it, and by which it ends.'),
  protocol: z
    .enum(scriptedProtocols)
    .optional()
    .describe('The protocol of the requests; by default HTTP and HTTPS, of a web server.'),
  ...conditions,
  requests: requests.optional(),
  ...deedSchemas,
})

const { name, ...scripts } = script.shape

type Script = z.output<typeof script>

/** What is wrong with one that names more, or less, than it may. */
function checkScript(written: Script, context: z.core.$RefinementCtx<Script>): void {
  const done = deedNames.filter((deed) => written[deed] !== undefined)
  const answers = done.filter((deed) => deeds[deed].isAnswer)
  const tell = (path: string[], code: FindingCode, message: string, remedy: string): void =>
    context.addIssue({ code: 'custom', path, message, params: { code, remedy } })
  if (done.length === 0)
    tell(
      [],
      'misbehaviour-without-deed',
      'this misbehaviour does nothing',
      `add one of ${deedNames.join(', ')}`,
    )
  if (answers.length > 1)
    tell([], 'misbehaviour-answers-twice', 'a request has one answer', `leave out ${answers.join(' or ')}`)
  for (const { field, why, remedy } of outOfPlace(written))
    tell([field], 'misbehaviour-out-of-place', why, remedy)
}

/** The script of one site system, as the file of the hierarchy has it with the system. */
export const systemMisbehaviour = script
  .superRefine(checkScript)
  .describe('Something that the system does amiss from the start, until the step behave ends it.')

/** Whether a host does something amiss; the one schema of it, for scenarios and for the library. */
export const misbehaviour = z
  .strictObject({
    name,
    system: z
      .string()
      .optional()
      .describe(
        'Name or FQDN of a site system; or dc, the domain controller, ns, the DNS and WINS server, or crl.',
      ),
    role: z
      .enum(siteSystemRoleNames)
      .optional()
      .describe('In place of a system: every one with this role, each of which counts its own requests.'),
    ...scripts,
  })
  .refine(({ system, role }) => (system === undefined) !== (role === undefined), {
    error: 'a misbehaviour is of one system, or of one role',
    params: { code: 'misbehaviour-of-whom', remedy: 'name a system, or else a role' },
  })
  .superRefine(checkScript)
  .describe('What site systems are to do wrong, and with which requests.')

/** Throws an `InputError` with the problems found. */
export const readMisbehaviour: (written: MisbehaviourInput) => Misbehaviour = readerOf(
  'misbehave',
  misbehaviour,
  {
    what: 'a misbehaviour',
    remedy: 'give its name, of which system or role it is, and what is done',
  },
)
