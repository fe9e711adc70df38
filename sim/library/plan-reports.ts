import type { Journal } from '../evidence/recording/event.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { groupNumbers } from '../plan/groups.ts'
import { jsonPieces } from '../report/output-file.ts'
import { groupedClients, planCsv, type GroupedClient } from '../report/plan-csv.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { holdFolder, removeReports, writeReports } from './results-folder.ts'
import { pathOf, type Surroundings } from './surroundings.ts'

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
export function planReports(folder: string, surroundings: Surroundings): PlanReports {
  const held = holdFolder(folder, surroundings)
  const path = pathOf(folder, surroundings)
  removeReports(path)
  return {
    async write({ result, opened, clients }) {
      const { planPage } = await import('../report/html/plan-page.ts')
      await writeReports(path, [
        { path: 'plan.html', text: planPage(result, opened) },
        { path: 'plan.csv', text: planCsv(result, groupedClients(clients, result)) },
        { path: 'plan.json', text: jsonPieces({ ...result }) },
      ])
    },
    [Symbol.dispose]: () => held[Symbol.dispose](),
  }
}

/** The table of all clients of a hierarchy with what becomes of them. */
export function clientTable(hierarchy: Hierarchy, result: PlanResult): Iterable<string> {
  return planCsv(result, groupedClients(clientsOf(hierarchy), result))
}

export function* clientsOf(hierarchy: Hierarchy): Iterable<{ name: string; group: number }> {
  for (const { client, group } of groupNumbers(hierarchy)) yield { name: client.name, group }
}

/** Keeps the first hierarchy that is opened, for the page's picture. */
export function keepOpened(): { journal: Journal; shown: () => HierarchyShown } {
  let first: HierarchyShown | undefined
  return {
    journal(event) {
      if (event.type === 'opened') first ??= event.hierarchy
    },
    shown: () => first ?? { name: '', domain: '', sites: [], clients: [] },
  }
}
