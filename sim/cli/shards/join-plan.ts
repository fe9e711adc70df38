import { refuse } from '../../model/source/source.ts'
import type { CompleteSet } from '../../parts/complete-set.ts'
import { itemsOf, unusableItem, type PartItem } from '../../parts/part-file.ts'
import type { PlanItem } from '../../plan/plan-part.ts'
import { pathOf, type CommandContext } from '../command-context.ts'
import { planReports, tellPlan } from './plan-reports.ts'
import type { JoinOptions } from './join-run.ts'

/** Joins what the shards of a plan found out about their clients. Nobody is run any more. */
export async function joinPlan(
  { parts }: CompleteSet,
  { out, json }: JoinOptions,
  context: CommandContext,
): Promise<number> {
  const [{ createPlanJoin }, { checkedPlanItem }] = await Promise.all([
    import('../../plan/join-plan.ts'),
    import('../../plan/plan-part.ts'),
  ])
  const itemOf = (read: PartItem): PlanItem => {
    const checked = checkedPlanItem(read.item)
    if ('item' in checked) return checked.item
    throw unusableItem(read, 'no-plan', checked)
  }
  const join = createPlanJoin()
  for (const part of parts)
    for await (const one of itemsOf(part, pathOf(part.file, context))) join.take(itemOf(one), part.file)
  const joined = join.joined()
  const files = parts.map(({ file }) => file).join(', ')
  if (!joined) throw refuse(files, 'no-plan', 'this holds no plan', 'make it anew')
  if (joined === 'apart') {
    const message = 'they tried remedies against other changes than they come to together'
    throw refuse(files, 'contradictory', message, 'make all of them anew')
  }
  using reports = out === undefined ? undefined : planReports(out, context)
  await reports?.write(joined)
  return tellPlan(joined.result, json, context)
}
