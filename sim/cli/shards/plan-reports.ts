import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import { jsonPieces } from '../../report/output-file.ts'
import { groupedClients, planCsv, type GroupedClient } from '../../report/plan-csv.ts'
import type { PlanResult } from '../../report/plan-result.ts'
import { planText } from '../../report/terminal/plan-text.ts'
import { exitCodes, pathOf, printJson, type CommandContext } from '../command-context.ts'
import { holdFolder, removeReports, writeReports } from '../../library/results-folder.ts'

/** Everything of which a report of a plan is made. */
interface ReportedPlan {
  result: PlanResult
  /** The hierarchy as it was opened. */
  opened: HierarchyShown
  clients: Iterable<Omit<GroupedClient, 'assignedSite'>>
}

/** The reports of a plan in a folder. Declare it with `using`: until then nobody else writes to the folder. */
interface PlanReports extends Disposable {
  write(plan: ReportedPlan): Promise<void>
}

/** Creates the folder, and removes the reports of an earlier plan or run from it. */
export function planReports(folder: string, context: CommandContext): PlanReports {
  const held = holdFolder(folder, context)
  const path = pathOf(folder, context)
  removeReports(path)
  return {
    async write({ result, opened, clients }) {
      const { planPage } = await import('../../report/html/plan-page.ts')
      await writeReports(path, [
        { path: 'plan.html', text: planPage(result, opened) },
        { path: 'plan.csv', text: planCsv(result, groupedClients(clients, result)) },
        { path: 'plan.json', text: jsonPieces({ ...result }) },
      ])
    },
    [Symbol.dispose]: () => held[Symbol.dispose](),
  }
}

/** Tells what a plan comes to, and returns its exit code. */
export function tellPlan(result: PlanResult, json: true | undefined, context: CommandContext): number {
  if (json) printJson(result, context)
  else context.stdout.tell(result, planText)
  return result.summary.stranded === 0 ? exitCodes.held : exitCodes.failed
}
