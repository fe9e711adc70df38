import type { Test } from 'tap'
import type { ActionResult, OpenOptions } from '../../../sim/index.ts'
import { loadHierarchy } from '../../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../../sim/network/running-hierarchy.ts'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../../../scenarios/hierarchies/fjords.yaml', import.meta.url))

/** The hierarchy that the scenarios teach with, open for as long as a test runs. */
export async function openFjords(t: Test, options: OpenOptions = {}): Promise<RunningHierarchy> {
  const { hierarchy } = await loadHierarchy(file)
  const running = await openHierarchy(hierarchy, { timeout: 5000, ...options })
  t.teardown(() => running.close())
  return running
}

/** A short summary of the result: its outcome and the system. */
export function inShort({ outcome, protocol, system, relation }: ActionResult): string {
  const [name = ''] = system?.split('.fjords.test') ?? []
  return system === null ? outcome : `${outcome} ${protocol} ${name} ${relation}`
}

/** Every system that was really turned to in an action, in order; SMB and HTTP of one system count twice. */
export function tried({ attempts }: ActionResult): string[] {
  return attempts
    .filter(({ role, outcome }) => role !== 'domain-controller' && outcome !== 'withheld')
    .map(({ protocol, system }) => `${protocol} ${system?.split('.fjords.test')[0] ?? ''}`)
}
