import { sendStateMessages } from '../conversations/send-message.ts'
import type { Acting, Ending } from './action.ts'
import { registeredSender } from './registered-sender.ts'
import { communication, reportState, reportOf, unreachable } from './report-state.ts'

/** The client talks to its management point ("State Messages", cc144885). */
const wellAndTalking = { topic: communication, id: 1 }

/** Sends a state message to the default management point; where that cannot be reached the fallback status point hears so. */
export async function sendState(acting: Acting, { topic, id } = wellAndTalking): Promise<Ending> {
  const found = await registeredSender(acting)
  if ('ending' in found) {
    if (found.ending.outcome === 'failed') await reportState(acting, communication, unreachable)
    return found.ending
  }
  const { sender } = found
  const report = reportOf(sender.name, sender.now, topic, id)
  const { attempt } = await acting.turnTo('management-point', sendStateMessages(sender, report), {
    system: sender.managementPoint,
  })
  const how = attempt.protocol.toUpperCase()
  const sent = attempt.outcome === 'answered'
  acting.tell(
    sent
      ? `sent state message ${topic}/${id} to ${sender.managementPoint} by ${how}`
      : `could not send state message ${topic}/${id} to ${sender.managementPoint} by ${how}: ${attempt.diagnosis ?? attempt.why}`,
    null,
    attempt,
  )
  if (!sent) await reportState(acting, communication, unreachable)
  return { outcome: attempt.outcome, rule: null, attempt }
}
