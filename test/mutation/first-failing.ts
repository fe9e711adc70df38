import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import type { Noticed } from './fate.ts'

// Runs scenarios in turn until one fails, and prints its file and the step that did.
const [, , cache = '', ...files] = process.argv
for (const file of files) {
  const { scenario } = await loadScenario(file)
  const { scenarios } = await runScenarios([scenario], { cache })
  const failed = scenarios.flatMap(({ steps }) => steps).find(({ passed }) => !passed)
  if (!failed) continue
  const { name, observed, problem } = failed
  const saw = `${name}: ${problem ?? String(observed.outcome)}`
  process.stdout.write(JSON.stringify({ by: file, saw } satisfies Noticed))
  break
}
