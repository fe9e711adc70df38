import { limits } from '../../limits.ts'
import { reportEventBatch, type ReportingEvent } from '../../wire/software-update-point/report-event-batch.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import { readCookie, type Identity } from './cookie-jar.ts'
import { offer, SoapFaultError, type Offered } from './soap-directory.ts'

/** [MS-WUSP] 3.1.5.11. */
export const reportingOperations: readonly Offered[] = [
  offer(reportEventBatch, ({ cookie, eventBatch }, context) => {
    const identity = readCookie(cookie, context)
    if (!eventBatch) throw new SoapFaultError('InvalidParameters', 'eventBatch')
    keepEvents(identity, eventBatch, context)
    return { ReportEventBatchResult: true }
  }),
]

interface ReportedEvent {
  /** From the request's cookie, whatever the event itself says. */
  clientId: string
  eventId: number
  /** An HRESULT; 0 if the event has none. */
  result: number
  /** GUID of the update concerned; zeros for none. */
  updateId: string
  at: Date
}

/** Most events of a site; beyond that the oldest are dropped. */
const mostEvents = limits.updateEvents.value

const noUpdate = '00000000-0000-0000-0000-000000000000'

function createReportedEvents(): ReportedEvent[] {
  return []
}

/** The events that clients have reported to a site's software update points, the oldest first. */
export function reportedEvents({ database }: Pick<RequestContext, 'database'>): readonly ReportedEvent[] {
  return database.table(createReportedEvents)
}

export function keepEvents(
  { clientId }: Identity,
  batch: readonly ReportingEvent[],
  { database, now }: Pick<RequestContext, 'database' | 'now'>,
): void {
  const events = database.table(createReportedEvents)
  for (const { BasicData: basic } of batch) {
    if (!basic) continue
    const updateId = basic.UpdateID?.UpdateID ?? noUpdate
    events.push({
      clientId,
      eventId: basic.EventID,
      result: basic.Win32HResult ?? 0,
      updateId,
      at: now(),
    })
  }
  events.splice(0, events.length - mostEvents)
}
