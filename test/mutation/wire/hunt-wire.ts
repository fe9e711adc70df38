import { decorating, outputOf, type Plant } from '../plant.ts'
import { fateInScenarios, type Fate, type Ground } from '../fate.ts'
import { hunt, type Found, type InOrder, type Progress, type Suspect } from '../hunt.ts'
import { allScenarios } from '../sources.ts'
import type { PlantedLie } from './lie.ts'
import { listening, messages, overheard } from './messages.ts'

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
  if (lies.length === 0) throw new Error(`there is no lie about ${wanted.join(', ')}`)
  const saying = await scenariosSaying(await allScenarios(), ground)
  const fateOf = (lie: Suspected, inOrder: InOrder): Promise<Fate> => {
    const scenarios = saying(lie.about)
    return scenarios.length === 0
      ? Promise.resolve('never said' as const)
      : fateOfLie(lie, inOrder(scenarios), ground)
  }
  return hunt(lies, fateOf, progress)
}

export function fateOfLie(lie: PlantedLie, scenarios: readonly string[], ground: Ground): Promise<Fate> {
  return fateInScenarios(plantOf(lie), scenarios, ground)
}

function plantOf({ id, decorated }: PlantedLie): Plant {
  return { id, modules: decorating([decorated]) }
}

/** The scenarios in which a message, or a field of it, is said; in another one nobody can notice what it says. */
async function scenariosSaying(
  scenarios: readonly string[],
  { cache, folder }: Ground,
): Promise<(about: string) => string[]> {
  const plant = { id: overheard, modules: decorating(listening) }
  const output = await outputOf('wire/overhear.js', [cache, ...scenarios], plant, folder)
  const said = new Map(Object.entries(JSON.parse(output) as Record<string, readonly string[]>))
  return (about) => scenarios.filter((file) => said.get(file)?.includes(about))
}
