import type { Client, Hierarchy } from '../model/hierarchy.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { openHierarchy, type OpenOptions } from '../network/running-hierarchy.ts'
import { eightHours } from '../rules/content-location.ts'
import type { ClientGroup, Representative } from './groups.ts'
import { phasesOf, timeToBeTold, type Switch } from './switches.ts'
import { orNothingToContact, tryClient, trialsIn, type Observation } from './try-client.ts'

/** A client that is run. */
export interface Life {
  group: ClientGroup
  representative: Representative
}

/** What clients lived through, as another process can be told of it. */
export interface LivedPhases {
  /** For each client, what it observed in each phase. */
  observed: Observation[][][]
  /** In each round, each client's attempts: they take turns, so that all attempts come in this order. */
  rounds: Attempt[][][]
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

/** Lives through the phases with clients, over sockets. */
export async function runPhases(
  lives: readonly Life[],
  { hierarchy, switches, client, installedAgain }: Measures,
  { tried = () => undefined, ...options }: PhasesOptions,
): Promise<LivedPhases> {
  const described = lives.map((life) => ({ ...life, client: client(life.group, life.representative.client) }))
  const opened = { ...hierarchy, clients: described.map((life) => life.client), groups: [] }
  const trials = trialsIn(hierarchy)
  await using running = await openHierarchy(opened, { ...options, time: 'stands' })
  const travellers = described.map((life) => ({ ...life, software: running.client(life.client.name) }))
  const rounds: Attempt[][][] = []
  /** Lets one client after the other do something. */
  async function inTurn<Result>(
    act: (traveller: (typeof travellers)[number], place: number) => Promise<Result>,
  ): Promise<Result[]> {
    const [results, attempts]: [Result[], Attempt[][]] = [[], []]
    for (const [place, traveller] of travellers.entries()) {
      const before = running.attempts.length
      results.push(await act(traveller, place))
      attempts.push(running.attempts.slice(before))
    }
    rounds.push(attempts)
    return results
  }
  const askForPolicy = () => inTurn(({ software }) => orNothingToContact(software.requestPolicy()))

  const observed: Observation[][][] = lives.map(() => [])
  for (const phase of phasesOf(switches)) {
    if (phase.kind === 'switched') await running.setMode(phase.switch.site, phase.switch.mode)
    if (phase.kind === 'told') {
      running.advance(timeToBeTold(hierarchy))
      for (const one of travellers) {
        const concerned = one.group.shown.assignedSite === phase.switch.site
        const again = concerned ? installedAgain(one.group, one.client) : undefined
        if (again) one.software = running.addClient(again)
      }
    }
    // Right after a switch there is no time for anything.
    const hasTime = phase.kind !== 'switched'
    const wait = hasTime ? registrationWait(hierarchy) : 0
    if (wait > 0) {
      // Their management points take their time over it.
      await askForPolicy()
      running.advance(wait)
    }
    const now = await inTurn(async ({ software, representative }) => {
      const made = await tryClient(running, software, representative, trials)
      tried()
      return made
    })
    if (hasTime && hasProtected(hierarchy)) {
      running.advance(eightHours + 1)
      await inTurn((_one, place) => now[place]?.tryUnprotected() ?? Promise.resolve())
      // In the meantime they asked for policy as ever: the next switch finds nobody who is about to read of it.
      await askForPolicy()
    }
    for (const [place, phases] of observed.entries()) phases.push(now[place]?.observations ?? [])
  }
  return { observed, rounds }
}

/** Milliseconds until the slowest management point has registered a client. */
function registrationWait({ sites }: Hierarchy): number {
  const waits = sites.flatMap(({ systems }) =>
    systems.map(({ managementPoint }) => managementPoint.registrationWait),
  )
  return Math.max(0, ...waits)
}

function hasProtected({ sites }: Hierarchy): boolean {
  return sites.some(({ systems }) =>
    systems.some(({ protectedBoundaries }) => protectedBoundaries.length > 0),
  )
}
