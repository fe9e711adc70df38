import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { withoutClients } from '../../model/written-hierarchy.ts'
import { fingerprintOf, shardText } from '../../parts/partition.ts'
import { dealtOut, soundSplitOf } from '../../plan/divide.ts'
import { groupNumbers } from '../../plan/groups.ts'
import { verdictsOf } from '../../plan/judge.ts'
import { livesOf } from '../../plan/lives.ts'
import { digestOfClients, itemsOfClients, itemsOfNames } from '../../plan/plan-part.ts'
import { preflightOf } from '../../plan/preflight.ts'
import { judgeClients, type PlanOptions } from '../../plan/run-plan.ts'
import type { Switch } from '../../plan/switches.ts'
import { summaryOf } from '../../plan/verdicts.ts'
import type { PlanSummary } from '../../report/plan-result.ts'
import type { Surroundings } from '../surroundings.ts'
import { beginShard, checkDivisible, type Sharded } from './begin-shard.ts'

/** What one part of a plan came to; `plan --shard --json` prints this. */
export interface PlanShard {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
  /** Clients that stand for all, of which this part ran some. */
  of: number
  /** What becomes of those that it ran. */
  summary: PlanSummary
  /** None of them is stranded. */
  held: boolean
}

export interface ShardedPlan {
  file: string
  hierarchy: Hierarchy
  written: unknown
  switches: readonly Switch[]
  sample: number
  tryRemedies: boolean
}

/** Runs every client whose turn it is, and leaves what becomes of them in a part. `opened`: as soon as somebody was run. */
export async function planShard(
  { file, hierarchy, written, switches, sample, tryRemedies }: ShardedPlan,
  sharded: Sharded,
  judging: Omit<PlanOptions, 'sample' | 'tryRemedies'>,
  opened: () => HierarchyShown,
  surroundings: Surroundings,
): Promise<PlanShard> {
  const { shard } = sharded
  const lives = livesOf(hierarchy, sample)
  const split = soundSplitOf(hierarchy, lives)
  checkDivisible(split, shard.total)
  const by = split.by === 'nothing' ? 'client' : split.by
  const own = dealtOut(lives, [...lives.keys()], by, shard.total)[shard.number - 1] ?? []
  const input = fingerprintOf({ hierarchy, switches, sample, tryRemedies })
  using part = await beginShard('plan', sharded, input, surroundings)
  const found = await judgeClients({ hierarchy, switches, lives }, own, { ...judging, tryRemedies })
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
  return {
    shard: shardText(shard),
    ...{ part: part.file, of: lives.length, summary, held: summary.stranded === 0 },
  }
}
