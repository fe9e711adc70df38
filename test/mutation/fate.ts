import { outputOf, type Plant } from './plant.ts'
import { fromCheckout } from './sources.ts'

/** What noticed a plant; undefined when all held. `never said`: of a lie that no listener had occasion to tell. */
export type Fate = Noticed | 'crash' | 'hang' | 'never said' | undefined

export interface Noticed {
  /** The file of the scenario that failed, or of the tests of rules, or the command. */
  by: string
  /** The step that failed, and what it showed. */
  saw: string
}

export interface Ground {
  cache: string
  folder: string
}

/** The first of some scenarios that fails. */
export function fateInScenarios(
  plant: Plant | undefined,
  scenarios: readonly string[],
  { cache, folder }: Ground,
): Promise<Fate> {
  return fateOf(outputOf('first-failing.js', [cache, ...scenarios], plant, folder))
}

/** The first cell of the tables that does not agree on a hierarchy. */
export function fateInMatrix(
  plant: Plant | undefined,
  hierarchy: string,
  { cache, folder }: Ground,
): Promise<Fate> {
  return fateOf(outputOf('first-disagreeing.js', [cache, hierarchy], plant, folder))
}

/** Nothing that is planted can be judged by scenarios that fail without it. */
export async function expectSound(fate: Promise<Fate>): Promise<void> {
  const unchanged = await fate
  if (unchanged !== undefined) throw new Error(`without any change: ${inWords(unchanged)}`)
}

export function isNoticed(fate: Fate): fate is Noticed {
  return typeof fate === 'object'
}

export function inWords(fate: Fate): string {
  if (isNoticed(fate)) return `${fromCheckout(fate.by)}: ${fate.saw}`
  return fate ?? 'nothing'
}

async function fateOf(output: Promise<string>): Promise<Fate> {
  try {
    const text = await output
    return text === '' ? undefined : (JSON.parse(text) as Noticed)
  } catch (error) {
    return (error as { killed?: boolean }).killed === true ? 'hang' : 'crash'
  }
}
