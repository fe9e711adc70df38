import * as z from 'zod'
import { hierarchyFile } from '../model/schema/hierarchy-file.ts'
import type { PublishedSchema } from '../model/schema/published-schema.ts'
import { stepFile } from './steps/step-file.ts'

/** The scenario file. */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the JSON Schema of this file.'),
    name: z.string().min(1).describe('Title of the scenario.'),
    cites: z.string().optional().describe('The sentence of the source text that it exercises.'),
    hierarchy: z
      .union([z.string().min(1), hierarchyFile])
      .describe('A hierarchy file, by its path from this file, or a hierarchy itself.'),
    steps: z.array(stepFile).min(1).describe('The steps, in their order.'),
  })
  .describe('What clients and sites do, step by step, and what is expected.')

export const scenarioSchema: PublishedSchema = {
  file: 'scenario.schema.json',
  title: 'sitemode scenario',
  schema: scenarioFile,
}

/** A scenario as people write it: fields with a default may be left out. */
export type ScenarioInput = z.input<typeof scenarioFile>
export type ScenarioFile = z.output<typeof scenarioFile>

/** Gives a scenario written in TypeScript its type: `export default scenario({ steps: [...] })`. */
export function scenario(written: ScenarioInput): ScenarioInput {
  return written
}
