import type { PublishedSchema } from '../model/schema/published-schema.ts'
import { scenarioFile } from './scenario-file.ts'

export const scenarioSchema: PublishedSchema = {
  file: 'scenario.schema.json',
  title: 'sitemode scenario',
  schema: scenarioFile,
}
