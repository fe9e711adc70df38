import {
  fallbackStatusPath,
  stateMessageReport,
} from '../../sim/wire/fallback-status-point/state-message-report.ts'
import { pointTarget } from './point-target.ts'

const sentAt = new Date('2007-08-22T00:00:00Z')

export const fallbackStatusPoint = pointTarget('fallback-status-point', [
  { method: 'POST', path: fallbackStatusPath, body: stateMessageReport('PC', 700, 1, sentAt) },
  { method: 'POST', path: fallbackStatusPath, body: stateMessageReport('PC', 700, 1, sentAt).subarray(2) },
])
