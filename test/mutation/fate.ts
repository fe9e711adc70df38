import { fromCheckout } from './sources.ts'

/** What noticed a plant; undefined when all held. `never said`: of a lie that no listener had occasion to tell. */
export type Fate = Noticed | 'crash' | 'hang' | 'never said' | undefined

export interface Noticed {
  /** The file of the scenario that failed, or of the tests of rules, or the command. */
  by: string
  /** The step that failed, and what it showed. */
  saw: string
}

export function isNoticed(fate: Fate): fate is Noticed {
  return typeof fate === 'object'
}

export function inWords(fate: Fate): string {
  if (isNoticed(fate)) return `${fromCheckout(fate.by)}: ${fate.saw}`
  return fate ?? 'nothing'
}

/** Folders for certificates and plants. */
export interface Ground {
  cache: string
  folder: string
}
