import { loadHierarchy, parseHierarchy } from '../model/load-hierarchy.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { openHierarchy, type OpenOptions, type RunningHierarchy } from '../network/running-hierarchy.ts'

/**
 * Puts a hierarchy on loopback: one described here, or in a YAML or TypeScript file.
 * Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
export async function startHierarchy(
  described: string | HierarchyInput,
  options: OpenOptions = {},
): Promise<RunningHierarchy> {
  const { hierarchy } =
    typeof described === 'string' ? await loadHierarchy(described) : parseHierarchy(described)
  return openHierarchy(hierarchy, options)
}
