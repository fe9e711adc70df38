import { writeFile } from 'node:fs/promises'
import { hierarchySchema, printJsonSchema } from '../model/schema/published-schema.ts'
import { scenarioSchema } from '../scenario/scenario-file.ts'
import { shipped } from '../shipped.ts'

// What `npm run schemas` does.
for (const schema of [hierarchySchema, scenarioSchema]) {
  await writeFile(shipped(`schemas/${schema.file}`), printJsonSchema(schema))
}
