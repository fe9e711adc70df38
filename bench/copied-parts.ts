import { numbered } from '../sim/evidence/recording/recording-text.ts'
import type { RecordedLine } from '../sim/evidence/recording/event.ts'
import { beginPart } from '../sim/parts/part-file.ts'
import { loadScenario } from '../sim/scenario/load-scenario.ts'
import { recordScenarios } from '../sim/scenario/run-scenarios.ts'
import { packageVersion, shipped } from '../sim/shipped.ts'

const scenario = 'scenarios/mobile-device.yaml'

/** How many lines there are at least, in how many parts, and the folder of the keys. */
interface Wanted {
  least: number
  total: number
  cache: string
}

/** Writes all parts of a run of one scenario, which stands there again and again. */
export async function writeCopies(
  folder: string,
  { least, total, cache }: Wanted,
): Promise<{ copies: number; lines: number }> {
  const once: RecordedLine[] = []
  const { scenario: loaded } = await loadScenario(shipped(scenario))
  await recordScenarios([loaded], { cache, journal: numbered('', (line) => void once.push(line)) })
  const copies = Math.ceil(least / once.length / total) * total
  for (let shard = 1; shard <= total; shard++) {
    const command = ['run', scenario, '--shard', `${shard}/${total}`, '--out', 'shards']
    const described = { sitemode: packageVersion(), work: 'run', command, shard, total } as const
    using writer = beginPart(folder, { ...described, input: 'a'.repeat(64) })
    let units = 0
    for (let unit = shard - 1; unit < copies; unit += total) {
      for (const line of once) writer.add(unit, line)
      units += 1
    }
    writer.end(units, 'd'.repeat(64))
  }
  return { copies, lines: copies * once.length }
}
