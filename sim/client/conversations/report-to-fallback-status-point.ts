import {
  fallbackStatusBody,
  fallbackStatusPath,
} from '../../wire/fallback-status-point/state-message-report.ts'
import type { StateMessageReport } from '../../wire/state-message.ts'
import { UnexpectedReplyError, type Conversation } from '../transports/conversation.ts'

/** Posts state messages; the fallback status point says no more than that it has them. */
export function reportToFallbackStatusPoint(report: StateMessageReport): Conversation {
  return async (say) => {
    const reply = await say({
      method: 'POST',
      path: fallbackStatusPath,
      headers: { 'Content-Type': 'text/xml; charset=utf-16' },
      body: fallbackStatusBody(report),
    })
    if (reply.status === 200) return
    const message = `state messages were not taken: the fallback status point answered with ${reply.status}`
    throw new UnexpectedReplyError(reply, message)
  }
}
