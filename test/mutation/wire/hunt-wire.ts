import type { Ground } from '../fate.ts'
import { hunt, NothingFits, type Found, type Lane, type Progress, type Suspect } from '../hunt.ts'
import { outputOf } from '../plant.ts'
import { plantable } from '../planted.ts'
import { createRunner } from '../runner.ts'
import { allScenarios } from '../sources.ts'
import type { PlantedLie } from './lie.ts'
import { messages } from './messages.ts'

type Suspected = Suspect & PlantedLie

/**
 * Lets every message by which a client acts say something else, one field at a time, and runs the scenarios in which the
 * message is said. `wanted`: the beginnings of lies, such as contentLocation.url.
 */
export async function huntLies(
  wanted: readonly string[],
  ground: Ground,
  progress: Progress,
): Promise<Found<Suspected>[]> {
  const lies = messages
    .flatMap((message) => message.lies)
    .filter(({ id }) => wanted.length === 0 || wanted.some((beginning) => id.startsWith(beginning)))
    .map((lie) => ({ ...lie, kind: lie.about.replace(/\..*/, '') }))
  if (lies.length === 0) throw new NothingFits(`there is no lie about ${wanted.join(', ')}`)
  const saying = await scenariosSaying(await allScenarios(), ground)
  return hunt(lies, () => laneOfLies(saying, ground), progress)
}

function laneOfLies(saying: (about: string) => string[], ground: Ground): Lane<Suspected> {
  const { fateOf, close } = createRunner(plantable(), ground)
  return {
    async fateOf({ id, about }, inOrder) {
      const scenarios = saying(about)
      return scenarios.length === 0 ? 'never said' : fateOf({ plant: id, scenarios: inOrder(scenarios) })
    },
    close,
  }
}

/** The scenarios in which a message, or a field of it, is said; in another one nobody can notice what it says. */
async function scenariosSaying(
  scenarios: readonly string[],
  { cache, folder }: Ground,
): Promise<(about: string) => string[]> {
  const output = await outputOf('wire/overhear.js', [cache, ...scenarios], plantable(), folder)
  const said = new Map(Object.entries(JSON.parse(output) as Record<string, readonly string[]>))
  return (about) => scenarios.filter((file) => said.get(file)?.includes(about))
}
