import { reportEventBatch } from '../../wire/software-update-point/report-event-batch.ts'
import { readCookie } from './cookie-jar.ts'
import { FaultError } from './fault-error.ts'
import { keepEvents } from './reported-events.ts'
import { offer, type Offered } from './soap-directory.ts'

/** [MS-WUSP] 3.1.5.11. */
export const reportingOperations: readonly Offered[] = [
  offer(reportEventBatch, ({ cookie, eventBatch }, place) => {
    const identity = readCookie(cookie, place)
    if (!eventBatch) throw new FaultError('InvalidParameters', 'eventBatch')
    keepEvents(identity, eventBatch, place)
    return { ReportEventBatchResult: true }
  }),
]
