import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'

// Runs scenarios in turn until one fails, and prints its file.
const [, , cache = '', ...files] = process.argv
for (const file of files) {
  const { scenario } = await loadScenario(file)
  const { summary } = await runScenarios([scenario], { cache })
  if (summary.failed === 0) continue
  process.stdout.write(file)
  break
}
