import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import type { Noticed } from './fate.ts'

// Exercises the tables on a hierarchy, and prints the first cell that does not agree, with the outcomes of its attempts.
const [, , cache = '', file = ''] = process.argv
const { hierarchy } = await loadHierarchy(file)
await using running = await openHierarchy(hierarchy, { cache })
const { tables, attempts, summary } = await runMatrix(running, file)
if (summary.disagree > 0) {
  const cells = tables.flatMap(({ id, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells).map(([column, cell]) => ({ called: `${id}, ${siteSystem}, ${column}`, cell })),
    ),
  )
  const found = cells.find(({ cell }) => !cell.agrees && cell.skipped === undefined)
  const outcomes = attempts
    .filter(({ id }) => found?.cell.attempts.includes(id))
    .map(({ outcome }) => outcome)
  const saw = `${found?.called ?? 'no cell'}: ${outcomes.join(', ')}`
  process.stdout.write(JSON.stringify({ by: 'matrix', saw } satisfies Noticed))
}
