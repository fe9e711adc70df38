import { randomUUID } from 'node:crypto'
import { askOperation } from '../../../sim/client/conversations/scan-for-updates.ts'
import type { Conversation } from '../../../sim/client/transports/http.ts'
import type { Cookie } from '../../../sim/wire/software-update-point/sign-in.ts'
import {
  reportEventBatch,
  type ReportingEvent,
} from '../../../sim/wire/software-update-point/report-event-batch.ts'

/** A client's report on one scan. */
export interface UpdateEvents {
  /** As in its scan. */
  clientId: string
  /** Result of the scan. */
  cookie: Cookie
  now: Date
  /** Event IDs: 147 a scan that found something or nothing, 148 one that failed ([MS-WUSP] 2.2.2.3.1). */
  events: readonly { eventId: number; result: number; replacements: readonly string[] }[]
}

/**
 * Reports to the reporting web service. In native mode that is another port than that of the scan, without TLS, so it
 * is a conversation of its own. True: the server says that it has the events.
 */
export function reportUpdateEvents({ clientId, cookie, now, events }: UpdateEvents): Conversation<boolean> {
  return (say) =>
    askOperation(
      say,
      reportEventBatch,
      {
        cookie,
        clientTime: now,
        eventBatch: events.map(({ eventId, result, replacements }) => ({
          BasicData: {
            TargetID: { Sid: clientId },
            SequenceNumber: 0,
            TimeAtTarget: now,
            EventInstanceID: randomUUID(),
            NamespaceID: 1,
            EventID: eventId,
            SourceID: 101,
            UpdateID: { UpdateID: noUpdate, RevisionNumber: 0 },
            Win32HResult: result,
            AppName: 'AutomaticUpdates',
          },
          ExtendedData: { ...computer, ReplacementStrings: [...replacements] },
          PrivateData: { ComputerDnsName: '', UserAccountName: '' },
        })),
      },
      ({ ReportEventBatchResult }) => ReportEventBatchResult,
    )
}

/** Stands for "no update" in an event ([MS-WUSP] 2.2.2.3.1). */
const noUpdate = '00000000-0000-0000-0000-000000000000'

/** The Windows XP SP2 that registers elsewhere. */
const computer: NonNullable<ReportingEvent['ExtendedData']> = {
  ProcessorArchitecture: 'X86Compatible',
  OSVersion: { Major: 5, Minor: 1, Build: 2600, Revision: 0, ServicePackMajor: 2, ServicePackMinor: 0 },
  OSLocaleID: 1033,
  DeviceID: '',
}
