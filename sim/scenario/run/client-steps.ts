import { locationInWords } from '../../model/boundary.ts'
import type { ActionResult, RunningHierarchy, SimulatedClient } from '../../network/running-hierarchy.ts'
import type { ActionStep, ContactStep, MoveStep } from '../scenario.ts'
import { happened, type Came } from './came.ts'
import { contactStory } from './contact-story.ts'
import { observedOf } from './observed.ts'

export async function contact(
  { client, role, options }: ContactStep,
  running: RunningHierarchy,
): Promise<Came> {
  const before = running.attempts.length
  const attempt = await running.client(client).contact(role, options)
  return {
    // Whom to turn to stood in the scenario, or in what the client knows of its site.
    observed: observedOf({ ...attempt, by: null }, running.hierarchy),
    story: contactStory(running.attempts.slice(before), options.system === undefined),
  }
}

export function move({ client: name, to }: MoveStep, running: RunningHierarchy): Came {
  const client = running.client(name)
  client.move(to)
  const { residentSite } = client
  const where =
    residentSite === undefined ? 'outside all boundaries' : `in the boundaries of site ${residentSite.code}`
  return happened(`${name} moved to ${locationInWords(to)}, ${where}.`)
}

export async function act(step: ActionStep, running: RunningHierarchy): Promise<Came> {
  const result = await carryOut(step, running.client(step.client))
  return { observed: observedOf(result, running.hierarchy), story: result.story }
}

function carryOut(step: ActionStep, client: SimulatedClient): Promise<ActionResult> {
  switch (step.does) {
    case 'assign':
      return client.assign(step.site)
    case 'getContent':
      return client.getContent(step.packageId)
    case 'sendState':
      return client.sendState(step.state)
    case 'storeState':
      return client.storeState(step.bytes)
    default:
      return client[step.does]()
  }
}
