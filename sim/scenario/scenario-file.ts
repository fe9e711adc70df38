import * as z from 'zod'
import { faults, revocationListFaults } from '../model/fault.ts'
import { protocols, webProtocols } from '../model/protocol.ts'
import { hierarchyFile, location } from '../model/schema/hierarchy-file.ts'
import { writtenDuration } from '../model/schema/written-duration.ts'
import { siteSystemRoles } from '../model/site-system-role.ts'

const relation = z.enum(['assigned', 'resident'])

const expectation = z
  .strictObject({
    outcome: z
      .enum(['answered', 'failed', 'withheld'])
      .optional()
      .describe('How the deciding attempt ended.'),
    protocol: z.enum(protocols).optional().describe('The protocol of the attempt.'),
    system: z.string().optional().describe('Name or FQDN of the site system.'),
    site: z.string().optional().describe('Code of the site that the system belongs to.'),
    relation: relation.optional().describe("Whether it is the assigned or the resident site's."),
    diagnosis: z.string().nullable().optional().describe('Id of an entry of the failure catalogue, or null.'),
    rule: z.string().optional().describe('Id of the rule that led to the attempt or withheld it.'),
    status: z.int().nullable().optional().describe('HTTP status, or null when there was none.'),
  })
  .describe('What the step must lead to; fields left out may be anything.')

/** What a step can do, and the fields that say more of it; `name` goes with all. */
const actions = {
  contact: ['client', 'contact', 'system', 'relation', 'force', 'protocol', 'expect'],
  move: ['client', 'move'],
  break: ['break'],
  repair: ['repair'],
  revoke: ['revoke'],
  advance: ['advance'],
} as const

const systemToBreak = z
  .string()
  .describe('Name or FQDN of a site system; crl is the point that publishes the revocation lists.')

const stepFile = z
  .strictObject({
    name: z
      .string()
      .optional()
      .describe('What the step is for; a plain sentence is made when it is left out.'),
    client: z.string().optional().describe('Name of a client of the hierarchy: who contacts or moves.'),
    contact: z.enum(siteSystemRoles).optional().describe('Turn to a site system of this role.'),
    move: location.optional().describe('Go there.'),
    system: z
      .string()
      .optional()
      .describe('With contact, or instead of it: a certain system, by name or FQDN.'),
    relation: relation
      .optional()
      .describe("Whose system: the assigned site's (default) or the resident site's."),
    force: z.boolean().optional().describe('Try whatever the rules say.'),
    protocol: z
      .enum(webProtocols)
      .optional()
      .describe("With force: the protocol; by default that of the client's own mode."),
    break: z
      .strictObject({
        system: systemToBreak,
        fault: z.enum([...faults, ...revocationListFaults]).describe('What is wrong with it from now on.'),
      })
      .optional()
      .describe('A fault of a site system is switched on; it takes the place of one that was on.'),
    repair: z
      .strictObject({ system: systemToBreak })
      .optional()
      .describe('The fault of a site system is switched off.'),
    revoke: z
      .strictObject({
        client: z.string().optional().describe('Name of the client whose certificates are revoked.'),
        system: z.string().optional().describe('Or name or FQDN of the site system whose certificate is.'),
        cachedLists: z
          .enum(['drop', 'keep'])
          .default('drop')
          .describe(
            'Whether everybody fetches the new list at once (default), or keeps the one it has until its next update.',
          ),
      })
      .refine(({ client, system }) => (client === undefined) !== (system === undefined), {
        error: 'one holder of a certificate is wanted',
        params: { code: 'revoke-one-holder', remedy: 'name either a client or a system' },
      })
      .optional()
      .describe('The authority revokes a certificate and publishes a new list.'),
    advance: writtenDuration.optional().describe('The simulation’s clock moves ahead, by 400 d or 25 h.'),
    expect: expectation.optional(),
  })
  .refine((step) => actionsOf(step).length > 0, {
    error: 'this step does nothing',
    params: { code: 'step-without-action', remedy: `add ${Object.keys(actions).join(', ')}` },
  })
  .refine((step) => actionsOf(step).length < 2 && strayFields(step).length === 0, {
    error: 'this step does two things',
    params: {
      code: 'step-with-two-actions',
      remedy: 'one step does one thing: write the other, and its expectation, as a step of its own',
    },
  })
  .refine(
    (step) =>
      step.client !== undefined ||
      !actionsOf(step).some((action) => action === 'contact' || action === 'move'),
    {
      error: 'this step has nobody to do it',
      params: { code: 'step-without-client', remedy: 'name a client' },
    },
  )
  .refine(({ protocol, force }) => protocol === undefined || force === true, {
    error: 'a protocol is chosen by rule unless the contact is forced',
    params: { code: 'protocol-without-force', remedy: 'remove protocol, or add force: true' },
  })
  .describe('One thing that happens.')

type Action = keyof typeof actions

/** A system alone is contacted in its only role. */
function actionsOf(step: Readonly<Record<string, unknown>>): Action[] {
  const named = (Object.keys(actions) as Action[]).filter((action) => step[action] !== undefined)
  return named.length === 0 && step.system !== undefined ? ['contact'] : named
}

function strayFields(step: Readonly<Record<string, unknown>>): string[] {
  const [action] = actionsOf(step)
  const known: readonly string[] = action === undefined ? Object.keys(step) : ['name', ...actions[action]]
  return Object.keys(step).filter((field) => step[field] !== undefined && !known.includes(field))
}

/** The scenario file. */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the JSON Schema of this file.'),
    name: z.string().min(1).describe('What it shows.'),
    cites: z.string().optional().describe('The sentence of the source text that it exercises.'),
    hierarchy: z
      .union([z.string().min(1), hierarchyFile])
      .describe('A hierarchy file, by its path from this file, or a hierarchy itself.'),
    steps: z.array(stepFile).min(1).describe('What happens, in this order.'),
  })
  .describe('Clients that move and turn to site systems, and what is expected of it.')

export type ScenarioInput = z.input<typeof scenarioFile>
export type ScenarioFile = z.output<typeof scenarioFile>
export type StepFile = ScenarioFile['steps'][number]
export type Expectation = NonNullable<StepFile['expect']>

/** Gives a scenario written in TypeScript its type: `export default scenario({ steps: [...] })`. */
export function scenario(written: ScenarioInput): ScenarioInput {
  return written
}
