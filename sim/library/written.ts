import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import type { ScenarioInput } from '../scenario/scenario-input.ts'

/** Gives a hierarchy written in TypeScript its type: `export default hierarchy({ sites: [...] })`. Throws nothing: who loads it checks it. */
export function hierarchy(written: HierarchyInput): HierarchyInput {
  return written
}

/** Gives a scenario written in TypeScript its type: `export default scenario({ steps: [...] })`. Throws nothing: who loads it checks it. */
export function scenario(written: ScenarioInput): ScenarioInput {
  return written
}
