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
    quotes: z
      .array(
        z.strictObject({
          lang: z
            .string()
            .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is no language tag, such as ja or pt-BR')
            .describe('Language of the sentence, as a language tag: ja.'),
          text: z.string().min(1).describe('The sentence.'),
        }),
      )
      .default([])
      .describe('Sentences of the source text in its own words, for reports.'),
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
