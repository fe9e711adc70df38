import * as z from 'zod'
import { InputError } from '../../errors.ts'
import { diagnosisIds } from '../../evidence/catalogue.ts'
import {
  unknownClient,
  unknownDiagnosis,
  unknownRule,
  unknownSelection,
  unknownSite,
  unknownSystem,
} from '../../model/check/unknown-names.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { selection } from '../../model/schema/selection.ts'
import { toProblem, type Finding } from '../../model/source/finding.ts'
import { sourceOfValue, type FieldPath } from '../../model/source/source.ts'
import { zodProblems } from '../../model/source/zod-problems.ts'
import { listInWords } from '../../report/lists.ts'
import { ruleIds } from '../../vocabulary/ids.ts'
import { expectation, type Expectation } from '../expectation.ts'
import { readContact } from './contact.ts'
import { selectionInWords, stepOfMany } from './many-clients.ts'
import { contactDetails, type ReadStep, type StepOfMany } from './step.ts'
import { steps, type StepName } from './steps.ts'

const stepNames = Object.keys(steps) as StepName[]

const thatExpect = (expects: (typeof steps)[StepName]['expects']) =>
  listInWords(stepNames.filter((name) => steps[name].expects === expects))

type StepFields = { [Name in StepName]: (typeof steps)[Name]['field'] }

const stepFields = Object.fromEntries(stepNames.map((name) => [name, steps[name].field])) as StepFields

export const stepFile = z
  .strictObject({
    name: z.string().optional().describe('Purpose of the step; by default a sentence that describes it.'),
    client: z.string().optional().describe('Name of the client that takes the step.'),
    clients: selection.optional(),
    ...stepFields,
    ...contactDetails,
    expect: expectation
      .describe(
        'The expected result of the step; fields that are left out may have any value. Steps that can have one: ' +
          `${thatExpect('any')}; of ${thatExpect('outcome')} the outcome alone. The others have none: ${thatExpect('nothing')}.`,
      )
      .optional(),
  })
  .refine((written) => stepsIn(written).length > 0, {
    error: 'this step does nothing',
    params: { code: 'step-without-action', remedy: `add ${stepNames.join(', ')}` },
  })
  .superRefine((written, context) => {
    const [name, ...others] = stepsIn(written)
    const strays = strayFields(written)
    if (name === undefined || (others.length === 0 && strays.length === 0)) return
    const doers = strays.filter((field) => field === 'client' || field === 'clients')
    const isOfNobody = others.length === 0 && doers.length === strays.length
    context.addIssue({
      code: 'custom',
      message: isOfNobody ? `${name} is done to the hierarchy, by no client` : 'this step does two things',
      params: {
        code: 'step-with-two-actions',
        remedy: isOfNobody
          ? `remove ${listInWords(doers)}`
          : 'one step does one thing: write the other, and its expectation, as a step of its own',
      },
    })
  })
  .refine(
    (written) =>
      written.client !== undefined ||
      written.clients !== undefined ||
      stepsIn(written).every((name) => steps[name].of !== 'client'),
    {
      error: 'this step has nobody to do it',
      params: { code: 'step-without-client', remedy: 'name a client' },
    },
  )
  .refine(({ client, clients }) => client === undefined || clients === undefined, {
    error: 'a step is of one client or of many',
    params: { code: 'client-and-clients', remedy: 'remove client or clients' },
  })
  .refine(({ protocol, force }) => protocol === undefined || force === true, {
    error: 'a protocol is chosen by rule unless the contact is forced',
    params: { code: 'protocol-without-force', remedy: 'remove protocol, or add force: true' },
  })
  .superRefine((written, context) => {
    const [name, ...others] = stepsIn(written)
    if (written.expect === undefined || name === undefined || others.length > 0) return
    if (steps[name].expects !== 'nothing') return
    context.addIssue({
      code: 'custom',
      path: ['expect'],
      message: `nothing can be expected of ${name}`,
      params: {
        code: 'step-without-result',
        remedy: 'leave expect out, and expect it of a later step that can have a result, such as contact',
      },
    })
  })
  .refine(
    (written) =>
      stepsIn(written).every((name) => steps[name].expects !== 'outcome') ||
      onlyOutcome(written.expect ?? {}),
    {
      error: 'of a change of mode only its outcome can be expected',
      params: {
        code: 'mode-without-attempt',
        remedy: 'expect the rest of a step in which a client turns to the site',
      },
    },
  )
  .describe('A step: one action of a client, or one change to the hierarchy.')

export type StepFile = z.output<typeof stepFile>

/** A step that has been checked against its hierarchy. */
export interface Step extends ReadStep {
  does: StepName
  /** null for a change of the hierarchy, and where many clients take the step. */
  client: string | null
  clients?: StepOfMany
  /** The line of its file where it begins; absent where that is not known. */
  line?: number
  /** Absent for a step without anything to expect. */
  expect?: Expectation
}

/** Resolves the names of a step, or says what is wrong with it. */
export function readStep(written: StepFile, path: FieldPath, hierarchy: Hierarchy): Step | Finding {
  const { client, clients, expect = {} } = written
  const unknown =
    unknownExpected(expect, [...path, 'expect'], hierarchy) ??
    (client === undefined ? undefined : unknownClient(client, [...path, 'client'], hierarchy)) ??
    (clients === undefined ? undefined : unknownSelection(clients, [...path, 'clients'], hierarchy))
  if (unknown) return unknown
  const [does = 'contact'] = stepsIn(written)
  const stepOf = (name: string): ReadStep | Finding => {
    const context = { client: name, details: written, expect, hierarchy, path }
    return written[does]?.(context) ?? readContact(undefined, context)
  }
  const read = stepOf(client ?? (clients === undefined ? '' : selectionInWords(clients)))
  if ('severity' in read) return read
  return {
    ...read,
    does,
    name: written.name ?? read.name,
    client: client ?? null,
    ...(clients !== undefined && { clients: stepOfMany(clients, hierarchy, stepOf) }),
    ...(steps[does].expects !== 'nothing' && { expect }),
  }
}

/** An expectation that names what there is not would fail in every run, whatever the step does. */
function unknownExpected(
  { diagnosis, rule, site, system }: Expectation,
  path: FieldPath,
  hierarchy: Hierarchy,
): Finding | undefined {
  return (
    unknownDiagnosis(diagnosis, [...path, 'diagnosis'], diagnosisIds) ??
    unknownRule(rule, [...path, 'rule'], ruleIds) ??
    (site === undefined ? undefined : unknownSite(site, [...path, 'site'], hierarchy)) ??
    (system === undefined ? undefined : unknownSystem(system, [...path, 'system'], hierarchy))
  )
}

/** Reads a step that is not from a file. Throws an `InputError` with the problems found. */
export function readSingleStep(written: unknown, hierarchy: Hierarchy): Step {
  const source = sourceOfValue(written)
  const parsed = stepFile.safeParse(written)
  if (!parsed.success) throw new InputError(zodProblems(parsed.error, source, stepFile))
  const step = readStep(parsed.data, [], hierarchy)
  if ('severity' in step) throw new InputError([toProblem(step, source)])
  return step
}

/** `system` alone means a contact with that system in its only role. */
function stepsIn(written: Readonly<Record<string, unknown>>): StepName[] {
  const named = stepNames.filter((name) => written[name] !== undefined)
  return named.length === 0 && written.system !== undefined ? ['contact'] : named
}

function strayFields(written: Readonly<Record<string, unknown>>): string[] {
  const [name] = stepsIn(written)
  if (name === undefined) return []
  const { of } = steps[name]
  const known = [
    'name',
    'expect',
    name,
    ...(of === 'client' ? ['client', 'clients'] : []),
    ...(name === 'contact' ? Object.keys(contactDetails) : []),
  ]
  return Object.keys(written).filter((field) => written[field] !== undefined && !known.includes(field))
}

function onlyOutcome(expected: object): boolean {
  return Object.keys(expected).every((field) => field === 'outcome')
}
