import {
  parseStateMessageReport,
  serializeStateMessageReport,
  type StateMessageReport,
} from '../state-message.ts'
import { decodeUtf16, encodeUtf16 } from '../text.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * POST is the only verb of a fallback status point ("Planning for Internet-Based Client Management"); the path is not
 * documented; our choice.
 */
export const fallbackStatusPointDirectory = '/SMS_FSP'
export const fallbackStatusPath = '/SMS_FSP/.sms_fsp'

/** The body of a report: the state messages of a client in UTF-16, with its byte order mark. */
export function fallbackStatusBody(report: StateMessageReport): Buffer {
  return encodeUtf16(serializeStateMessageReport(report))
}

/** undefined when the body is not a report in UTF-16. */
export function parseFallbackStatusBody(body: Uint8Array): StateMessageReport | undefined {
  const xml = decodeUtf16(body)
  return xml === undefined ? undefined : parseStateMessageReport(xml)
}

/** The report of one state message. */
export function stateMessageReport(client: string, topic: number, state: number, sentAt: Date): Buffer {
  return fallbackStatusBody({
    machine: { netBiosName: client, clientInstalled: true },
    date: sentAt,
    messages: [
      {
        time: sentAt,
        serialNumber: 1,
        topic: { id: '', type: topic, idType: 0 },
        state: { id: state, criticality: 0 },
        parameters: [],
      },
    ],
  })
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the path of fallback status points',
  },
]
