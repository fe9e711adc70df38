import { withSettings } from '../../sim/library/hierarchies.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import type { Fate } from './fate.ts'
import { plant } from './planted.ts'
import { firstOtherwise } from './plans/plans.ts'
import type { Answer, Task } from './runner.ts'

// Does what a runner in another process asks for, one task after the other. An error ends it, and is a crash of the plant.
process.on('message', (task: Task) => {
  plant(task.plant)
  void fateOf(task).then((fate) => process.send?.({ fate } satisfies Answer))
})

function fateOf(task: Task): Promise<Fate> {
  const { turned, matrix, cache } = task
  if (turned) return firstOtherwise(turned.plans, turned.mutant, cache)
  return matrix === undefined ? firstFailing(task) : firstDisagreeing(matrix, task)
}

/** Runs scenarios in turn until one fails. */
async function firstFailing(task: Task): Promise<Fate> {
  for (const file of task.scenarios) {
    const { scenario } = await loadScenario(file)
    const hierarchy = withSettings(scenario.hierarchy, task)
    const { scenarios } = await runScenarios([{ ...scenario, hierarchy }], { cache: task.cache })
    const failed = scenarios.flatMap(({ steps }) => steps).find(({ passed }) => !passed)
    if (!failed) continue
    const { name, observed, problem } = failed
    return { by: file, saw: `${name}: ${problem ?? String(observed.outcome)}` }
  }
  return undefined
}

/** Exercises the tables on a hierarchy. */
async function firstDisagreeing(file: string, task: Task): Promise<Fate> {
  const { hierarchy } = await loadHierarchy(file)
  await using running = await openHierarchy(withSettings(hierarchy, task), { cache: task.cache })
  const { tables, attempts, summary } = await runMatrix(running, file)
  if (summary.disagree === 0) return undefined
  const cells = tables.flatMap(({ id, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells).map(([column, cell]) => ({ called: `${id}, ${siteSystem}, ${column}`, cell })),
    ),
  )
  const found = cells.find(({ cell }) => !cell.agrees && cell.skipped === undefined)
  const outcomes = attempts
    .filter(({ id }) => found?.cell.attempts.includes(id))
    .map(({ outcome }) => outcome)
  return { by: 'matrix', saw: `${found?.called ?? 'no cell'}: ${outcomes.join(', ')}` }
}
