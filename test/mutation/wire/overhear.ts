import { loadScenario } from '../../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../../sim/scenario/run-scenarios.ts'
import { plant } from '../planted.ts'
import { overheard, takeSaid } from './messages.ts'

// Prints, by the file of each scenario, the messages and their fields that are said in it. Fails where a scenario fails.
plant(overheard)
const [, , cache = '', ...files] = process.argv
const said: Record<string, readonly string[]> = {}
for (const file of files) {
  const { scenario } = await loadScenario(file)
  const { summary } = await runScenarios([scenario], { cache })
  if (summary.failed > 0) throw new Error(`without any lie ${file} fails`)
  said[file] = takeSaid()
}
process.stdout.write(JSON.stringify(said))
