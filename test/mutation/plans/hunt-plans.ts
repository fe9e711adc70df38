import type { Ground } from '../fate.ts'
import { hunt, NothingFits, type Found, type Lane, type Progress, type Suspect } from '../hunt.ts'
import { mutantsOf, type Mutant } from '../mutants.ts'
import { outputOf, type Replacement } from '../plant.ts'
import { createRunner } from '../runner.ts'
import { allRules, fromCheckout } from '../sources.ts'
import { calledPlan, type RightPlan } from './plans.ts'
import { turnable } from './turnable.ts'

type Suspected = Suspect & { number: number }

/** A plan, and the numbers of the mutants by which a rule decides otherwise in it. */
type Watched = RightPlan & { differing: readonly number[] }

/**
 * Turns every rule round, one truth at a time, and runs the plans in which its truth matters until one says something else.
 * `wanted`: names of files, such as roaming.
 */
export async function huntPlans(
  wanted: readonly string[],
  ground: Ground,
  progress: Progress,
): Promise<Found<Suspect>[]> {
  const mutants = mutantsOf(await allRules()).filter(({ kind }) => kind === 'truth')
  const ids = unique(mutants.map(called))
  const suspects = mutants
    .map((mutant, number) => ({ id: ids[number] ?? '', kind: mutant.file, number }))
    .filter(({ kind }) => wanted.length === 0 || wanted.some((name) => kind.endsWith(`/${name}.ts`)))
  if (suspects.length === 0) throw new NothingFits(`there is no rule in ${wanted.join(', ')}`)
  const modules = turnable(mutants)
  const output = await outputOf('plans/watch.js', [ground.cache], modules, ground.folder)
  const plans = JSON.parse(output) as Watched[]
  return hunt(suspects, () => laneOfPlans(plans, modules, ground), progress)
}

/** Without its line, so that it is called so as long as its rule stays what it is. */
function called({ file, within, expression: { original, turned } }: Mutant): string {
  return `${fromCheckout(file)}, ${within}: ${original} could be ${turned}`.replace(/\s+/g, ' ')
}

/** A truth that stands in a rule once more is numbered. */
function unique(ids: readonly string[]): string[] {
  const times = new Map<string, number>()
  return ids.map((id) => {
    const time = (times.get(id) ?? 0) + 1
    times.set(id, time)
    return time === 1 ? id : `${id} (${time})`
  })
}

function laneOfPlans(
  plans: readonly Watched[],
  modules: readonly Replacement[],
  ground: Ground,
): Lane<Suspected> {
  const { fateOf, close } = createRunner(modules, ground)
  return {
    async fateOf({ number: mutant }, inOrder) {
      const within = plans.filter(({ differing }) => differing.includes(mutant))
      if (within.length === 0) return undefined
      const order = inOrder(within.map(calledPlan))
      const inTurn = within.sort(
        (one, other) => order.indexOf(calledPlan(one)) - order.indexOf(calledPlan(other)),
      )
      return fateOf({ scenarios: [], turned: { mutant, plans: inTurn } })
    },
    close,
  }
}
