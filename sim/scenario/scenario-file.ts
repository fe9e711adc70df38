import * as z from 'zod'
import { hierarchyFile } from '../model/schema/hierarchy-file.ts'
import type { PublishedSchema } from '../model/schema/published-schema.ts'
import { stepFile } from './steps/step-file.ts'

/** The scenario file. */
export const scenarioFile = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    name: z.string().min(1).describe('Title of the scenario.'),
    cites: z.string().optional().describe('The sentence of the source text that it exercises.'),
    hierarchy: z
      .union([z.string().min(1), hierarchyFile])
      .describe('Path of a hierarchy file, relative to this file, or the hierarchy itself.'),
    steps: z.array(stepFile).min(1).describe('The steps, in order.'),
  })
  .describe('Actions of clients and sites, step by step, with their expected results.')

export const scenarioSchema: PublishedSchema = {
  file: 'scenario.schema.json',
  title: 'sitemode scenario',
  schema: scenarioFile,
}

export type ScenarioFile = z.output<typeof scenarioFile>
