import { refuse } from '../../model/source/source.ts'
import type { CompleteSet } from '../../parts/complete-set.ts'
import { itemsOf, unusableItem, type PartItem } from '../../parts/part-file.ts'
import type { PlanItem } from '../../plan/plan-part.ts'
import type { PlanResult } from '../../report/plan-result.ts'
import { planReports } from '../plan-reports.ts'
import { pathOf, type Surroundings } from '../surroundings.ts'

/** Joins what the shards of a plan found out about their clients. Nobody is run any more. */
export async function joinPlan(
  { parts }: CompleteSet,
  out: string | undefined,
  surroundings: Surroundings,
): Promise<PlanResult> {
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
    for await (const one of itemsOf(part, pathOf(part.file, surroundings))) join.take(itemOf(one), part.file)
  const joined = join.joined()
  const files = parts.map(({ file }) => file).join(', ')
  if (!joined) throw refuse(files, 'no-plan', 'this holds no plan', 'make it anew')
  if (joined === 'apart') {
    const message = 'they tried remedies against other changes than they come to together'
    throw refuse(files, 'contradictory', message, 'make all of them anew')
  }
  using reports = out === undefined ? undefined : planReports(out, surroundings)
  await reports?.write(joined)
  return joined.result
}
