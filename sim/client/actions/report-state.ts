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

/** Topic of the state messages about the installation of an update ("State Messages", cc144885). */
export const updateEnforcement = 402
/** The state of that topic that the update is installed ("State messages in Configuration Manager", of later versions). */
export const updateInstalled = 10

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

/** Later clients give their messages about configuration items this type of id; what it is called is not documented. */
const ofConfigurationItem = 3

/** A report of one state message; `item`: the unique id of the configuration item that it is about. */
export function reportOf(
  netBiosName: string,
  now: Date,
  topic: number,
  state: number,
  item?: string,
): StateMessageReport {
  return {
    machine: { netBiosName, clientInstalled: true },
    date: now,
    messages: [
      {
        time: now,
        serialNumber: 1,
        topic: { id: item ?? '', type: topic, idType: item === undefined ? 0 : ofConfigurationItem },
        state: { id: state, criticality: 0 },
        parameters: [],
      },
    ],
  }
}
