import type { StateMessageReport } from '../../wire/state-message.ts'
import { reportToFallbackStatusPoint } from '../conversations/send-message.ts'
import type { Acting } from './action.ts'

/** Topic of the state messages about client deployment and site assignment. */
export const deployment = 800

/** Topic of those about communication with the management point, and the state that it failed ("State Messages", cc144885). */
export const communication = 1000
export const unreachable = 2

/** Tells the fallback status point how something went, by the numbers of the documented state messages. */
export async function reportState(acting: Acting, topic: number, state: number): Promise<void> {
  const { client, surroundings } = acting.standing()
  const { fallbackStatusPoint: system } = client
  if (system === undefined) return
  const report = reportOf(client.name, surroundings.clock.now(), topic, state)
  const { attempt } = await acting.turnTo('fallback-status-point', reportToFallbackStatusPoint(report), {
    system,
  })
  const came = attempt.outcome === 'answered' ? 'told' : 'could not tell'
  acting.tell(`${came} the fallback status point ${system}: state message ${topic}/${state}`, null, attempt)
}

/** The report of one state message. */
export function reportOf(netBiosName: string, now: Date, topic: number, state: number): StateMessageReport {
  return {
    machine: { netBiosName, clientInstalled: true },
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
}
