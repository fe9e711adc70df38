import type { Journal } from '../evidence/recording/event.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { MatrixResult } from '../report/command-results.ts'

/** Of the package; it has what every cell needs. */
export const defaultHierarchy = 'scenarios/hierarchies/two-modes.yaml'

/** Exercises the tables on a hierarchy of its own, and tells the journal. `file`: the hierarchy's, as it is shown. */
export async function exerciseTables(
  hierarchy: Hierarchy,
  file: string,
  options: OpenOptions & { journal: Journal },
): Promise<MatrixResult> {
  const { openHierarchy, runMatrix } = await loadNetwork()
  await using running = await openHierarchy(hierarchy, options)
  const result = await runMatrix(running, file)
  options.journal({ type: 'tables', hierarchy: file, tables: result.tables })
  return result
}

/** Only for a hierarchy that can be used: it takes longer to load than to refuse one. */
async function loadNetwork() {
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  const { runMatrix } = await import('../scenario/matrix.ts')
  return { openHierarchy, runMatrix }
}
