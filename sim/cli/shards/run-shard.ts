import { mkdir } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { numbered } from '../../evidence/recording/recording-text.ts'
import { refuse } from '../../model/source/source.ts'
import { beginPart, partName } from '../../parts/part-file.ts'
import { fingerprintOf, isInShard, parseShard, shardText, type Shard } from '../../parts/partition.ts'
import { createSplitRunTally } from '../../report/split-run.ts'
import { splitRunText } from '../../report/terminal/split-run-text.ts'
import type { Journal } from '../../evidence/recording/event.ts'
import type { LoadedScenario } from '../../scenario/load-scenario.ts'
import { packageVersion, shipped } from '../../shipped.ts'
import { cannotWrite } from '../../whole-files.ts'
import { exitCodes, pathOf, printJson, type CommandContext } from '../command-context.ts'
import { loadWithOptions, openOptions, withOptions, type HierarchyOptions } from '../hierarchy-options.ts'

export interface RunShardOptions extends HierarchyOptions {
  shard: Shard
  out?: string
  json?: true
}

export function readShard(text: string): Shard {
  const shard = parseShard(text)
  if (shard) return shard
  throw new InvalidArgumentError('Write a number and a total of at most 1000, as in 2/4.')
}

/** One scenario, or the tables, as it is done in one process: its attempts count from the first. */
type Unit = (journal: Journal) => Promise<unknown>

/** Runs every scenario whose turn it is, and leaves their recordings in a part. */
export async function runShard(
  loaded: readonly LoadedScenario[],
  options: RunShardOptions,
  withTables: boolean,
  context: CommandContext,
): Promise<number> {
  const { shard, out, json } = options
  if (out === undefined)
    throw refuse('--shard', 'no-folder', 'a shard leaves its part in a folder', 'name the folder with --out')
  const { units, input } = await unitsOf(loaded, options, withTables, context)
  await mkdir(pathOf(out, context), { recursive: true }).catch(cannotWrite(out))
  using part = beginPart(pathOf(out, context), {
    ...{ sitemode: packageVersion(), work: 'run', command: [...context.argv], input },
    ...{ shard: shard.number, total: shard.total },
  })
  const tally = createSplitRunTally()
  const own = [...units.entries()].filter(([unit]) => isInShard(unit, shard))
  for (const [done, [unit, run]] of own.entries()) {
    context.stderr.progress(`${done}/${own.length} of shard ${shardText(shard)}`)
    const journal = numbered('', (line) => {
      part.add(unit, line)
      tally.take(line)
    })
    await run(journal)
  }
  context.stderr.progress('')
  const result = tally.result()
  part.end(own.length, result.digest)
  const held = result.failed === 0
  const file = `${out}/${partName(shard)}`
  if (json) printJson({ shard: shardText(shard), part: file, ...result, held }, context)
  else context.stdout.tell(result, splitRunText)
  context.stderr.say`${file}\n`
  return held ? exitCodes.held : exitCodes.failed
}

/** All units of the run in their order, and the fingerprint of everything on which their outcomes depend. */
async function unitsOf(
  loaded: readonly LoadedScenario[],
  options: RunShardOptions,
  withTables: boolean,
  context: CommandContext,
): Promise<{ units: Unit[]; input: string }> {
  // Only for files that can be used: it takes longer to load than to refuse them.
  const { recordScenarios } = await import('../../scenario/run-scenarios.ts')
  const opened = openOptions(options, context)
  const scenarios = loaded.map(({ scenario, written }) => ({
    written,
    scenario: { ...scenario, hierarchy: withOptions(scenario.hierarchy, options) },
  }))
  const units = scenarios.map(
    ({ scenario }): Unit =>
      (journal) =>
        recordScenarios([scenario], { ...opened, journal }),
  )
  const input = scenarios.map(({ written, scenario: { file, hierarchy } }) => ({ file, written, hierarchy }))
  if (!withTables) return { units, input: fingerprintOf(input) }
  const { defaultHierarchy, exerciseTables } = await import('../matrix-command.ts')
  const hierarchy = await loadWithOptions(shipped(defaultHierarchy), options, context)
  const tables: Unit = (journal) => exerciseTables(hierarchy, defaultHierarchy, { ...opened, journal })
  return { units: [...units, tables], input: fingerprintOf([...input, hierarchy]) }
}
