import type { Test } from 'tap'
import type { Pki } from '../../certs/pki.ts'
import type { HierarchyInput, OpenOptions } from '../../sim/index.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'

export interface Opened {
  running: RunningHierarchy
  /** The options that the hierarchy runs with: the same certificates, from the same cache. */
  pki: Pki
}

/** Opens a hierarchy for as long as a test runs. */
export async function open(
  t: Test,
  written: HierarchyInput,
  options: OpenOptions & { cache: string },
): Promise<Opened> {
  const { hierarchy } = parseHierarchy(written)
  const running = await openHierarchy(hierarchy, options)
  t.teardown(() => running.close())
  return { running, pki: hierarchyPki(hierarchy, createClock(), options) }
}
