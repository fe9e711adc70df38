import type { Ground } from '../fate.ts'
import { hunt, NothingFits, type Found, type Lane, type Progress, type Suspect } from '../hunt.ts'
import { plantable } from '../planted.ts'
import { createRunner, expectSound } from '../runner.ts'
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
  if (suspects.length === 0) throw new NothingFits(`there is no fake called ${wanted.join(', ')}`)
  const sound = createRunner(plantable(), ground)
  for (const style of [{}, iis]) {
    await expectSound(sound, { scenarios, ...style })
    await expectSound(sound, { scenarios, matrix, ...style })
  }
  sound.close()
  return hunt(suspects, () => laneOfFakes(scenarios, ground), progress)
}

const iis = { refusal: 'iis' } as const

const matrix = inCheckout('scenarios/hierarchies/two-modes.yaml')

function laneOfFakes(scenarios: readonly string[], ground: Ground): Lane<Suspected> {
  const { fateOf, close } = createRunner(plantable(), ground)
  return {
    fateOf: ({ fake: { id, refusal }, command }, inOrder) =>
      fateOf({
        plant: id,
        scenarios: inOrder(scenarios),
        ...(command === 'matrix' && { matrix }),
        ...(refusal && { refusal }),
      }),
    close,
  }
}
