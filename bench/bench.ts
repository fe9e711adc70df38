import { idleMemory } from './idle-memory.ts'
import { manySystems } from './many-systems.ts'
import { matrixTimes } from './matrix-times.ts'
import { mutualTlsAttempts } from './mutual-tls-attempts.ts'
import type { BenchResult } from './result.ts'

const json = process.argv.includes('--json')
const results: BenchResult[] = []
for (const measure of [matrixTimes, manySystems, idleMemory, mutualTlsAttempts]) {
  process.stderr.write(`${measure.name}...\n`)
  results.push(...(await measure()))
}
process.stdout.write(
  json
    ? `${JSON.stringify({ node: process.version, results }, null, 2)}\n`
    : `Node ${process.version}\n${results.map(resultText).join('\n')}\n`,
)

function resultText({ name, value, unit, reference, ratio, target, note }: BenchResult): string {
  const beside = reference ? `; ${reference.name}: ${reference.value} ${unit}, ratio ${ratio}` : ''
  const aim = target === undefined ? '' : ` (target ${reference ? `ratio ${target}` : `${target} ${unit}`})`
  return `${name.padEnd(26)} ${String(value).padStart(8)} ${unit.padEnd(4)}${beside}${aim}\n${' '.repeat(27)}${note}`
}
