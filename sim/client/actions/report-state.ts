import { reportToFallbackStatusPoint } from '../conversations/report-to-fallback-status-point.ts'
import type { Acting } from './action.ts'

/** Topic of the state messages about client deployment and site assignment. */
export const deployment = 800

/** Tells the fallback status point how something went, by the numbers of the documented state messages. */
export async function reportState(acting: Acting, topic: number, state: number): Promise<void> {
  const { client, surroundings } = acting.standing()
  const { fallbackStatusPoint: system } = client
  if (system === undefined) return
  const now = surroundings.clock.now()
  const report = {
    machine: { netBiosName: client.name, clientInstalled: true },
    date: now,
    messages: [
      {
        time: now,
        serialNumber: 1,
        topic: { id: '', type: topic, idType: 0 },
        state: { id: state, criticality: 0 },
        parameters: [],
      },
    ],
  }
  const { attempt } = await acting.turnTo('fallback-status-point', reportToFallbackStatusPoint(report), {
    system,
  })
  const came = attempt.outcome === 'answered' ? 'told' : 'could not tell'
  acting.tell(`${came} the fallback status point ${system}: state message ${topic}/${state}`, null, attempt)
}
