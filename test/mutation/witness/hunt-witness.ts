import { decorating } from '../plant.ts'
import { expectSound, fateInMatrix, fateInScenarios, type Fate, type Ground } from '../fate.ts'
import { hunt, type Found, type InOrder, type Progress, type Suspect } from '../hunt.ts'
import { allScenarios, inCheckout } from '../sources.ts'
import { fakes, type Command, type Fake } from './fakes.ts'

type Suspected = Suspect & { fake: Fake; command: Command }

/** Plants fakes in clients and servers, and exercises the tables and runs the scenarios with each. */
export async function huntFakes(
  wanted: readonly string[],
  ground: Ground,
  progress: Progress,
): Promise<Found<Suspected>[]> {
  const scenarios = await allScenarios()
  const suspects = fakes
    .filter(({ id }) => wanted.length === 0 || wanted.some((beginning) => id.startsWith(beginning)))
    .flatMap((fake) =>
      fake.noticedBy.map((command) => ({ id: `${fake.id}, in ${command}`, kind: command, fake, command })),
    )
  if (suspects.length === 0) throw new Error(`there is no fake called ${wanted.join(', ')}`)
  await expectSound(fateInScenarios(undefined, scenarios, ground))
  await expectSound(fateInMatrix(undefined, hierarchy, ground))
  const fateOf = ({ fake, command }: Suspected, inOrder: InOrder): Promise<Fate> =>
    fateOfFake(fake, command, inOrder(scenarios), ground)
  return hunt(suspects, fateOf, progress)
}

const hierarchy = inCheckout('scenarios/hierarchies/two-modes.yaml')

export function fateOfFake(
  { id, decorated }: Fake,
  command: Command,
  scenarios: readonly string[],
  ground: Ground,
): Promise<Fate> {
  const plant = { id, modules: decorating(decorated) }
  return command === 'matrix'
    ? fateInMatrix(plant, hierarchy, ground)
    : fateInScenarios(plant, scenarios, ground)
}
