import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { withoutClients } from '../../model/written-hierarchy.ts'
import { fingerprintOf, shardText, type Shard } from '../../parts/partition.ts'
import { dealtOut, soundSplitOf } from '../../plan/divide.ts'
import { groupNumbers } from '../../plan/groups.ts'
import { verdictsOf } from '../../plan/judge.ts'
import { livesOf } from '../../plan/lives.ts'
import { digestOfClients, itemsOfClients, itemsOfNames } from '../../plan/plan-part.ts'
import { preflightOf } from '../../plan/preflight.ts'
import { judgeClients, type PlanOptions } from '../../plan/run-plan.ts'
import type { Switch } from '../../plan/switches.ts'
import { summaryOf } from '../../plan/verdicts.ts'
import { triedText } from '../../report/terminal/plan-text.ts'
import { exitCodes, printJson, type CommandContext } from '../command-context.ts'
import { beginShard, checkDivisible } from './shard-option.ts'

interface PlanWork {
  file: string
  hierarchy: Hierarchy
  written: unknown
  switches: readonly Switch[]
  sample: number
  tryRemedies: boolean
}

interface PlanShardOptions {
  shard: Shard
  out?: string
  json?: true
}

/** Runs every client whose turn it is, and leaves what becomes of them in a part. `opened`: as soon as somebody was run. */
export async function planShard(
  { file, hierarchy, written, switches, sample, tryRemedies }: PlanWork,
  options: PlanShardOptions,
  judging: Omit<PlanOptions, 'sample' | 'tryRemedies'>,
  opened: () => HierarchyShown,
  context: CommandContext,
): Promise<number> {
  const { shard, json } = options
  const lives = livesOf(hierarchy, sample)
  const split = soundSplitOf(hierarchy, lives)
  checkDivisible(split, shard.total)
  const by = split.by === 'nothing' ? 'client' : split.by
  const own = dealtOut(lives, [...lives.keys()], by, shard.total)[shard.number - 1] ?? []
  const input = fingerprintOf({ hierarchy, switches, sample, tryRemedies })
  using part = await beginShard('plan', options, input, context)
  const found = await judgeClients({ hierarchy, switches, lives }, own, { ...judging, tryRemedies }).finally(
    () => context.stderr.progress(''),
  )
  if (shard.number === 1) {
    const shown = { ...opened(), clients: [] }
    const preflight = preflightOf(hierarchy, switches)
    const planned = switches.map((made) => ({ ...made, refused: null }))
    part.add(0, {
      type: 'plan',
      ...{ file, written: withoutClients(written), switches: planned, preflight, opened: shown },
    })
    for (const item of itemsOfNames(groupNumbers(hierarchy))) part.add(0, item)
  }
  const items = itemsOfClients(found, own)
  for (const item of items) part.add(item.place + 1, item)
  part.end(items.length, digestOfClients(items))
  const summary = summaryOf(verdictsOf(items).map((verdict) => ({ verdict, clients: 1 })))
  const held = summary.stranded === 0
  if (json) printJson({ shard: shardText(shard), part: part.file, of: lives.length, summary, held }, context)
  else context.stdout.tell({ summary, of: lives.length }, triedText)
  context.stderr.say`${part.file}\n`
  return held ? exitCodes.held : exitCodes.failed
}
