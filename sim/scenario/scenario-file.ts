import * as z from 'zod'
import { hierarchyFile, location } from '../model/schema/hierarchy-file.ts'
import { protocols, webProtocols } from '../model/protocol.ts'
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

const fieldsOfMove = ['name', 'client', 'move']

const stepFile = z
  .strictObject({
    name: z
      .string()
      .optional()
      .describe('What the step is for; a plain sentence is made when it is left out.'),
    client: z.string().describe('Name of a client of the hierarchy.'),
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
    expect: expectation.optional(),
  })
  .refine(({ contact, system, move }) => (contact ?? system) !== undefined || move !== undefined, {
    error: 'this step does nothing',
    params: { code: 'step-without-action', remedy: 'add contact or move' },
  })
  .refine(
    (step) => step.move === undefined || Object.keys(step).every((field) => fieldsOfMove.includes(field)),
    {
      error: 'a move does nothing else',
      params: {
        code: 'step-with-two-actions',
        remedy: 'write the contact and its expectation as a step of their own',
      },
    },
  )
  .refine(({ protocol, force }) => protocol === undefined || force === true, {
    error: 'a protocol is chosen by rule unless the contact is forced',
    params: { code: 'protocol-without-force', remedy: 'remove protocol, or add force: true' },
  })
  .describe('One thing that a client does.')

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
