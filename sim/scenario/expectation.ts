import * as z from 'zod'
import { outcomes } from '../evidence/attempt.ts'
import { protocols } from '../model/protocol.ts'

export const relation = z.enum(['assigned', 'resident'])

/** What a step must lead to. Each field is held against the same field of what was observed. */
export const expectation = z
  .strictObject({
    outcome: z
      .enum(outcomes)
      .optional()
      .describe(
        'How the deciding attempt ended. Of setMode: answered when the site took the mode, or failed.',
      ),
    protocol: z.enum(protocols).optional().describe('The protocol of the attempt.'),
    system: z.string().optional().describe('Name or FQDN of the site system.'),
    site: z.string().optional().describe('Code of the site that the system belongs to.'),
    relation: relation.optional().describe("Whether it is the assigned or the resident site's."),
    by: z
      .string()
      .nullable()
      .optional()
      .describe('How the client learned whom to turn to, such as active-directory; null where it knew.'),
    diagnosis: z.string().nullable().optional().describe('Id of an entry of the failure catalogue, or null.'),
    rule: z.string().optional().describe('Id of the rule that led to the attempt or withheld it.'),
    status: z.int().nullable().optional().describe('HTTP status, or null when there was none.'),
  })
  .describe('What the step must lead to; fields left out may be anything.')

export type Expectation = z.output<typeof expectation>
