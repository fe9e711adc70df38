import type { Client, Hierarchy } from '../model/hierarchy.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { openHierarchy, type OpenOptions } from '../network/running-hierarchy.ts'
import type { ClientGroup, Representative } from './groups.ts'
import { phasesOf, timeToBeTold, type Switch } from './switches.ts'
import { tryClient, trialsIn, type Observation } from './try-client.ts'

/** What one client observed in each phase. */
export interface Lived {
  group: ClientGroup
  representative: Representative
  phases: Observation[][]
}

export interface PhasesOptions extends OpenOptions {
  /** Called after each client of each phase. */
  tried?: () => void
}

/** What is done besides the switches. */
export interface Measures {
  hierarchy: Hierarchy
  switches: readonly Switch[]
  /** A client of a group as it is to be. */
  client(group: ClientGroup, client: Client): Client
  /**
   * A client as an administrator installs it again after a switch of its site, by a script or Group Policy; undefined where
   * nobody does.
   */
  installedAgain(group: ClientGroup, client: Client): Client | undefined
}

/** Lives through the phases with the representatives of groups, over sockets. */
export async function runPhases(
  groups: readonly ClientGroup[],
  { hierarchy, switches, client, installedAgain }: Measures,
  { tried = () => undefined, ...options }: PhasesOptions,
): Promise<{ lived: Lived[]; attempts: readonly Attempt[] }> {
  const lived = groups.flatMap((group) =>
    group.representatives.map((representative): Lived => {
      const described = client(group, representative.client)
      return { group, representative: { ...representative, client: described }, phases: [] }
    }),
  )
  const clients = lived.map(({ representative }) => representative.client)
  const opened = { ...hierarchy, clients, groups: [] }
  const trials = trialsIn(hierarchy)
  await using running = await openHierarchy(opened, { ...options, time: 'stands' })
  const software = new Map(clients.map((one) => [one.name, running.client(one.name)]))
  for (const phase of phasesOf(switches)) {
    if (phase.kind === 'switched') await running.setMode(phase.switch.site, phase.switch.mode)
    if (phase.kind === 'told') running.advance(timeToBeTold(hierarchy))
    for (const { group, representative, phases: observed } of lived) {
      const { name } = representative.client
      const concerned = phase.kind === 'told' && group.shown.assignedSite === phase.switch.site
      const again = concerned ? installedAgain(group, representative.client) : undefined
      if (again) software.set(name, running.addClient(again))
      const one = software.get(name) ?? running.client(name)
      observed.push(await tryClient(running, one, representative, trials))
      tried()
    }
  }
  return { lived, attempts: running.attempts }
}
