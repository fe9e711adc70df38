import type { StateMessageReport } from '../../wire/state-message.ts'
import { reportToFallbackStatusPoint } from '../conversations/send-message.ts'
import type { ActionContext } from './action.ts'

/** Topic of the state messages about client deployment and site assignment. */
export const deployment = 800

/** Topic of the state messages about communication with the management point, and the state that it failed ("State Messages", cc144885). */
export const communication = 1000
export const unreachable = 2

/** Reports to the fallback status point, by the numbers of the documented state messages. */
export async function reportState(action: ActionContext, topic: number, state: number): Promise<void> {
  const { client, network } = action.context()
  const { fallbackStatusPoint: system } = client
  if (system === undefined) return
  const report = reportOf(client.name, network.clock.now(), topic, state)
  const { attempt } = await action.converse('fallback-status-point', reportToFallbackStatusPoint(report), {
    system,
  })
  const told = attempt.outcome === 'answered' ? 'told' : 'could not tell'
  action.tell(`${told} the fallback status point ${system}: state message ${topic}/${state}`, null, attempt)
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
