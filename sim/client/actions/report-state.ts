import type { StateMessageReport } from '../../wire/state-message.ts'
import { reportToFallbackStatusPoint } from '../conversations/send-message.ts'
import { namedAtInstallation } from '../context.ts'
import type { ActionContext } from './action.ts'

/** Topic of the state messages about client deployment and site assignment. */
export const deployment = 800

/** Topic of the state messages about communication with the management point ("State Messages", cc144885). */
export const communication = 1000
/** The state of that topic that the management point could not be reached. */
export const unreachable = 2

/** Reports one state message to the client's fallback status point, if it has one. The numbers are the product's. */
export async function reportState(action: ActionContext, topic: number, state: number): Promise<void> {
  const context = action.context()
  const { client, network } = context
  const system = namedAtInstallation(context, 'fallback-status-point')
  if (system === undefined) return
  const report = reportOf(client.name, network.clock.now(), topic, state)
  const { attempt } = await action.converse(system, reportToFallbackStatusPoint(report))
  const told = attempt.outcome === 'answered' ? 'told' : 'could not tell'
  action.tell(
    `${told} the fallback status point ${system.fqdn}: state message ${topic}/${state}`,
    null,
    attempt,
  )
}

/** A report of one state message. */
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
