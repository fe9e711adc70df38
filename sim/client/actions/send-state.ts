import { sendStateMessages } from '../conversations/send-message.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { registeredSender } from './registered-sender.ts'
import { communication, reportState, reportOf, unreachable } from './report-state.ts'

/** The state of a topic. */
export interface SentState {
  topic: number
  id: number
  /** The unique id of the configuration item that it is about. */
  item?: string
}

/** The client communicates with its management point ("State Messages", cc144885). */
const communicating: SentState = { topic: communication, id: 1 }

/** Sends a state message to the default management point, or the proxy management point near by; if that fails, reports so to the fallback status point. */
export async function sendState(
  action: ActionContext,
  { topic, id, item }: SentState = communicating,
): Promise<Ending> {
  const found = await registeredSender(action)
  if ('ending' in found) {
    if (found.ending.outcome === 'failed') await reportState(action, communication, unreachable)
    return found.ending
  }
  const { sender, managementPoint, relation } = found
  const report = reportOf(sender.name, sender.now, topic, id, item)
  const { attempt } = await action.converse(managementPoint, sendStateMessages(sender, report), { relation })
  const how = byProtocol(attempt)
  const sent = attempt.outcome === 'answered'
  action.tell(
    sent
      ? `sent state message ${topic}/${id} to ${sender.managementPoint} ${how}`
      : `could not send state message ${topic}/${id} to ${sender.managementPoint} ${how}: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  if (!sent) await reportState(action, communication, unreachable)
  return { outcome: attempt.outcome, rule: null, attempt }
}
