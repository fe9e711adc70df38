import {
  ContactError,
  startHierarchy,
  type ActionResult,
  type Attempt,
  type RunningHierarchy,
  type SimulatedClient,
} from '../../sim/index.ts'
import { SiteModeError } from '../../sim/network/running-hierarchy.ts'
import { countAcceptedConnections } from './accepted-connections.ts'
import type { DescribedHierarchy } from './described-hierarchy.ts'
import type { ClientStep, Step } from './random-day.ts'
import { afterStep, worldAtFirst, type World } from './world.ts'

/** A step of a day, and all that was seen of it. */
export interface Happening {
  step: Step
  before: World
  after: World
  /** The attempts that were made in it, in the order of the recording. */
  attempts: readonly Attempt[]
  /** Absent unless a client set out to do something. */
  result: ActionResult | undefined
  /** Why it could not even be tried. */
  refused: string | undefined
  /** Connections that site systems accepted in it, by FQDN. */
  accepted: ReadonlyMap<string, number>
  /** The code of the site that the client says it is assigned to, when the step is over. */
  assigned: string | undefined
}

/** Opens a hierarchy, has a day go by in it, one step after the other, and closes it. */
export async function liveThrough(
  described: DescribedHierarchy,
  day: readonly Step[],
  cache: string,
): Promise<Happening[]> {
  await using running = await startHierarchy(described, { cache, timeout: 5000 })
  using accepted = countAcceptedConnections(running)
  const happenings: Happening[] = []
  let before = worldAtFirst(described)
  for (const step of day) {
    const first = running.attempts.length
    const { result, refused } = await take(running, step)
    const attempts = running.attempts.slice(first)
    const after = afterStep(before, step, result)
    const assigned = 'client' in step ? running.client(step.client).assignedSite?.code : undefined
    happenings.push({ step, before, after, attempts, result, refused, accepted: accepted.since(), assigned })
    before = after
  }
  return happenings
}

async function take(running: RunningHierarchy, step: Step): Promise<Pick<Happening, 'result' | 'refused'>> {
  try {
    return { result: await act(running, step), refused: undefined }
  } catch (error) {
    if (!(error instanceof ContactError || error instanceof SiteModeError)) throw error
    return { result: undefined, refused: error.message }
  }
}

async function act(running: RunningHierarchy, step: Step): Promise<ActionResult | undefined> {
  switch (step.does) {
    case 'advance':
      running.advance(step.hours * 3_600_000)
      return undefined
    case 'setMode':
      await running.setMode(step.site, step.mode)
      return undefined
    default:
      return actAsClient(running.client(step.client), step)
  }
}

async function actAsClient(client: SimulatedClient, step: ClientStep): Promise<ActionResult | undefined> {
  switch (step.does) {
    case 'move':
      client.move(step.to)
      return undefined
    case 'contact':
      await client.contact(step.role, { relation: step.relation })
      return undefined
    case 'assign':
      return client.assign(step.site)
    case 'getContent':
      return client.getContent(step.packageId)
    default:
      return client[step.does]()
  }
}
