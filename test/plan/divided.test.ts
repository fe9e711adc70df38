import t, { type Test } from 'tap'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { dealtOut, soundSplitOf } from '../../sim/plan/divide.ts'
import { livesOf } from '../../sim/plan/lives.ts'
import { runPlan, type PlanOptions } from '../../sim/plan/run-plan.ts'
import { switchesTo, type Switch } from '../../sim/plan/switches.ts'
import { inCheckout } from '../mutation/sources.ts'
import { newFolder } from '../new-folder.ts'
import { randomPopulation } from './random-population.ts'
import { withoutTimes } from './without-times.ts'

const cache = newFolder(t)

async function shipped(name: string): Promise<Hierarchy> {
  return (await loadHierarchy(inCheckout(`scenarios/hierarchies/${name}.yaml`))).hierarchy
}

async function comesToTheSame(
  t: Test,
  hierarchy: Hierarchy,
  switches: readonly Switch[],
  options: PlanOptions = {},
): Promise<void> {
  const run = (divide: PlanOptions['divide']) =>
    runPlan(hierarchy, 'divided', switches, { cache, ...options, ...(divide && { divide }) })
  const together = await run(undefined)
  t.ok(together.attempts.length > 0, 'something changes')
  const split = soundSplitOf(hierarchy, livesOf(hierarchy, options.sample))
  if (split.by === 'nothing') throw new Error(`${split.system} does not let its clients be divided`)
  for (const parts of [2, 7]) {
    const apart = await run((lives, places) => dealtOut(lives, places, split.by, parts))
    t.strictSame(withoutTimes(apart), withoutTimes(together), `${parts} parts`)
  }
}

void t.test('a plan comes to the same, in however many parts its clients are run', async (t) => {
  const hierarchy = await shipped('laptops-and-kiosks')
  const options = { sample: 2, tryRemedies: true }
  const switches = switchesTo(hierarchy, 'native')
  await comesToTheSame(t, hierarchy, switches, options)
})

void t.test('so does one of a random population', async (t) => {
  for (const seed of [1, 2]) {
    const { hierarchy, switches } = randomPopulation(seed, 6)
    await comesToTheSame(t, parseHierarchy(hierarchy).hierarchy, switches)
  }
})

void t.test('clients whose branch distribution point fetches for all of them stay together', async (t) => {
  const hierarchy = await shipped('branch-office')
  const lives = livesOf(hierarchy)
  const split = soundSplitOf(hierarchy, lives)
  t.strictSame(split, { by: 'assigned-site' })
  t.strictSame(
    dealtOut(lives, [...lives.keys()], 'assigned-site', 3),
    [[0, 1], [2]],
    'those of CEN, and of WST',
  )
})

void t.test('clients are dealt out in turn, and each part has them in their order', async (t) => {
  const lives = livesOf(await shipped('two-modes'))
  const count = lives.length
  t.equal(count, 4)
  const places = [...lives.keys()]
  const parts = dealtOut(lives, places, 'client', 2)
  t.strictSame(parts[0], [0, 2])
  t.strictSame(
    parts.flat().sort((one, other) => one - other),
    [...lives.keys()],
  )
  t.equal(dealtOut(lives, places, 'client', count + 5).length, count, 'no part is empty')
  const bySite = dealtOut(lives, places, 'assigned-site', 2)
  const sites = bySite.flatMap((part) => [
    ...new Set(part.map((place) => lives[place]?.group.shown.assignedSite)),
  ])
  t.equal(new Set(sites).size, sites.length, 'no site is in two parts')
  t.ok(bySite.every((part) => part.every((place, index) => place > (part[index - 1] ?? -1))))
})
