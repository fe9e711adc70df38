import { diagnosisIds } from '../evidence/catalogue.ts'
import { ruleIds } from '../vocabulary/ids.ts'
import * as z from 'zod'
import { witnessedOutcomes, type Outcome } from '../evidence/attempt.ts'
import type { StepResult } from '../evidence/results.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { protocols } from '../vocabulary/network.ts'
import { siteSystemNamed } from '../model/sites.ts'
import type { ActionResult } from '../network/running-hierarchy.ts'
import { differences } from '../report/in-words.ts'

export const relation = z.enum(['assigned', 'resident'])

/** The result that a step must have. Each field is compared with the same field of the observation. */
export const expectation = z
  .strictObject({
    outcome: z
      .enum(witnessedOutcomes)
      .optional()
      .describe(
        'How the deciding attempt ended. For setMode: answered if the site took the mode, otherwise failed.',
      ),
    protocol: z.enum(protocols).optional().describe('The protocol of the attempt.'),
    system: z.string().optional().describe('Name or FQDN of the site system.'),
    site: z.string().optional().describe('Code of the site that the system belongs to.'),
    relation: relation
      .optional()
      .describe('Whether the system belongs to the assigned or the resident site.'),
    by: z
      .string()
      .nullable()
      .optional()
      .describe(
        'The source that told the client of the site or the system, such as active-directory; null if it knew already, ' +
          'or if the scenario told it (contact).',
      ),
    diagnosis: z
      .union([z.enum(diagnosisIds), z.string()])
      .nullable()
      .optional()
      .describe('Id of an entry of the failure catalogue, or null.'),
    rule: z
      .union([z.enum(ruleIds), z.string()])
      .optional()
      .describe('Id of the rule that led to the attempt or withheld it.'),
    status: z.int().nullable().optional().describe('HTTP status, or null when there was none.'),
  })
  .describe('The result that a step must have. Only the fields that are given are compared.')

export type Expectation = z.output<typeof expectation>

/** Observed values of the fields that a step can expect. A change of mode has only its outcome. */
export type Observed = Pick<ActionResult, keyof Expectation> | { outcome: Outcome } | Record<string, never>

/** Gives a site system by its short name, as scenarios do. */
export function observedOf(result: Pick<ActionResult, keyof Expectation>, hierarchy: Hierarchy): Observed {
  const { outcome, protocol, system, site, relation, by, diagnosis, rule, status } = result
  const name = system === null ? null : shortName(system, hierarchy)
  return { outcome, protocol, system: name, site, relation, by, diagnosis, rule, status }
}

/** What is expected, in the words of an observation: scenarios may name a site system by its FQDN, in any case. */
export function expectedOf({ system, ...rest }: Expectation, hierarchy: Hierarchy): Expectation {
  return system === undefined ? rest : { ...rest, system: shortName(system, hierarchy) }
}

function shortName(system: string, hierarchy: Hierarchy): string {
  return siteSystemNamed(hierarchy, system)?.system.name ?? system
}

/** Whether an observation differs in no expected field. Nothing holds of an attempt that was contradicted. */
export function holds({ expected, observed }: Pick<StepResult, 'expected' | 'observed'>): boolean {
  if (observed.outcome === ('contradicted' satisfies Outcome)) return false
  return differences({ expected, observed }).length === 0
}
