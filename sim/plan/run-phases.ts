import type { Client, Hierarchy } from '../model/hierarchy.ts'
import type { Attempt } from '../evidence/attempt.ts'
import {
  openHierarchy,
  type OpenOptions,
  type RunningHierarchy,
  type SimulatedClient,
} from '../network/running-hierarchy.ts'
import { eightHours } from '../rules/content-location.ts'
import type { ClientGroup, Representative } from './groups.ts'
import { phasesOf, timeToBeTold, type Switch } from './switches.ts'
import { orNothingToContact, tryClient, trialsIn, type Observation, type Observed } from './try-client.ts'

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
  const software = new Map(clients.map(({ name }) => [name, running.client(name)]))
  for (const phase of phasesOf(switches)) {
    if (phase.kind === 'switched') await running.setMode(phase.switch.site, phase.switch.mode)
    if (phase.kind === 'told') {
      running.advance(timeToBeTold(hierarchy))
      for (const { group, representative } of lived) {
        const concerned = group.shown.assignedSite === phase.switch.site
        const again = concerned ? installedAgain(group, representative.client) : undefined
        if (again) software.set(again.name, running.addClient(again))
      }
    }
    // Right after a switch there is no time for anything.
    const hasTime = phase.kind !== 'switched'
    if (hasTime) await register(running, [...software.values()], hierarchy)
    const observed: Observed[] = []
    for (const { representative } of lived) {
      const { name } = representative.client
      const one = software.get(name) ?? running.client(name)
      observed.push(await tryClient(running, one, representative, trials))
      tried()
    }
    if (hasTime && hasProtected(hierarchy)) {
      running.advance(eightHours + 1)
      for (const one of observed) await one.tryUnprotected()
      // In the meantime they asked for policy as ever: the next switch finds nobody who is about to read of it.
      await askForPolicy([...software.values()])
    }
    for (const [place, { phases }] of lived.entries()) phases.push(observed[place]?.observations ?? [])
  }
  return { lived, attempts: running.attempts }
}

/** Lets clients register whose management points take their time over it, and waits for that. */
async function register(
  running: RunningHierarchy,
  clients: readonly SimulatedClient[],
  { sites }: Hierarchy,
): Promise<void> {
  const waits = sites.flatMap(({ systems }) =>
    systems.map(({ managementPoint }) => managementPoint.registrationWait),
  )
  const wait = Math.max(0, ...waits)
  if (wait === 0) return
  await askForPolicy(clients)
  running.advance(wait)
}

async function askForPolicy(clients: readonly SimulatedClient[]): Promise<void> {
  for (const client of clients) await orNothingToContact(client.requestPolicy())
}

function hasProtected({ sites }: Hierarchy): boolean {
  return sites.some(({ systems }) =>
    systems.some(({ protectedBoundaries }) => protectedBoundaries.length > 0),
  )
}
