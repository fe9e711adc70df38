import { availableParallelism, loadavg } from 'node:os'
import { checkoutTimes, commandTimes } from './command-times.ts'
import { fleetGrowth } from './fleet-growth.ts'
import { idleMemory } from './idle-memory.ts'
import { manySystems } from './many-systems.ts'
import { merging } from './merging.ts'
import { mutualTlsAttempts } from './mutual-tls-attempts.ts'
import { reports } from './reports.ts'
import { round, type BenchResult } from './result.ts'
import { roamingClients } from './roaming-clients.ts'
import { resultTable } from './result-table.ts'
import { twoJobs } from './two-jobs.ts'

const json = process.argv.includes('--json')
const { version: node } = process
const cores = availableParallelism()
// Times mean little on a busy machine: with a load above its cores they are too long.
const loadBefore = round(loadavg()[0] ?? NaN)
const results: BenchResult[] = []
const all = [
  commandTimes,
  checkoutTimes,
  manySystems,
  idleMemory,
  mutualTlsAttempts,
  roamingClients,
  twoJobs,
  fleetGrowth,
  merging,
  reports,
]
for (const measure of all) {
  process.stderr.write(`${measure.name}...\n`)
  results.push(...(await measure()))
}
process.stdout.write(
  json
    ? `${JSON.stringify({ node, cores, loadBefore, results }, null, 2)}\n`
    : `Node ${node}, ${cores} cores, load before ${loadBefore}\n\n${resultTable(results)}\n`,
)
