import { strayInWords } from '../evidence/witness.ts'
import {
  openHierarchy,
  type OpenOptions,
  type Shared,
  type SimulatedClient,
} from '../network/running-hierarchy.ts'
import type { Fleet } from './fleet-file.ts'
import { dayOf, habitsOf, type Habits } from './habits.ts'
import { createRandom, type Random } from '../random.ts'
import type { FleetTally } from './tally.ts'
import { membersOf, type FleetUnit, type Member } from './units.ts'
import { createWatch, type Watch } from './watch.ts'

const oneDay = 86_400_000

export interface UnitOptions extends Omit<OpenOptions, 'journal' | 'attempts' | 'time' | 'firstAttempt'> {
  /** Acts of each fate of which everything is kept. */
  evidence: number
  /** What units have in common. */
  shared?: Shared
  /** Called after each day of each client. */
  lived?: () => void
}

/** A client at its home, with its habits. */
interface Inhabitant {
  member: Member
  habits: Habits
  random: Random
  software: SimulatedClient
}

/**
 * Lets the clients of a unit live through their days, on a hierarchy of their own: day by day, and within a day one after the
 * other. The simulation's clock stands, and moves on between the days.
 */
export async function runUnit(
  fleet: Fleet,
  unit: FleetUnit,
  { evidence, shared, lived = () => undefined, ...options }: UnitOptions,
): Promise<FleetTally> {
  const members = [...membersOf(fleet, unit)]
  const watch = createWatch(evidence)
  const clients = members.map(({ client }) => client)
  await using running = await openHierarchy(
    { ...fleet.hierarchy, clients, groups: [] },
    { ...options, time: 'stands', attempts: 'told', journal: watch.journal },
    shared,
  )
  const inhabitants = members.map((member): Inhabitant => ({
    member,
    habits: habitsOf(fleet, member),
    random: createRandom(fleet.seed, member.client.name),
    software: running.client(member.client.name),
  }))
  for (let day = 0; day < fleet.days; day++) {
    if (day > 0) running.advance(oneDay)
    for (const one of inhabitants) {
      await liveThrough(day, one, watch)
      lived()
    }
    watch.strays((await running.strayConnections()).map(strayInWords))
  }
  return watch.tally(members.length)
}

async function liveThrough(
  day: number,
  { member, habits, random, software }: Inhabitant,
  watch: Watch,
): Promise<void> {
  const home = member.client.at
  const looksForSite = day === 0 && habits.assign && software.assignedSite === undefined
  let number = 0
  let here: string | null = null
  for (const { site, at, errands } of dayOf(habits, home, looksForSite, random)) {
    if (site !== here) software.move(at)
    here = site
    for (const errand of errands) {
      await watch.act({ member, software, day, number, site, errand })
      number += 1
    }
  }
  if (here !== null) software.move(home)
}
