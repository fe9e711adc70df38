import { writeFile } from 'node:fs/promises'
import { hierarchySchema, printJsonSchema } from '../../sim/model/schema/published-schema.ts'
import { fleetSchema } from '../../sim/fleet/fleet-file.ts'
import { scenarioSchema } from '../../sim/scenario/scenario-file.ts'
import { root } from './all-pages.ts'
import { inputTypes } from './input-types.ts'
import { shipped } from '../../sim/shipped.ts'

// `npm run schemas`
for (const schema of [hierarchySchema, scenarioSchema, fleetSchema]) {
  await writeFile(shipped(`schemas/${schema.file}`), printJsonSchema(schema))
}
for (const { path, text } of await inputTypes(root)) await writeFile(new URL(path, root), text)
