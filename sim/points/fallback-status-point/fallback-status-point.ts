import type { FallbackStatusSettings, SiteSystem } from '../../model/hierarchy.ts'
import {
  fallbackStatusPath,
  fallbackStatusPointDirectory,
  parseFallbackStatusBody,
} from '../../wire/fallback-status-point/state-message-report.ts'
import { webPoint } from '../point.ts'
import { createStateMessages } from '../site-database.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Delays the messages that a fallback status point passes on to the site. */
interface Throttle {
  /** When the site gets a message received now: at once, or when the backlog allows. */
  passesOnAt(now: Date): Date
}

/**
 * So many messages in each throttle interval; more make a backlog ("Determine If You Need to Configure Throttle Settings
 * for the Fallback Status Point in Configuration Manager"). That an interval begins with its first message is not
 * documented; our choice.
 */
export function createThrottle({ messages, seconds }: FallbackStatusSettings): Throttle {
  const interval = seconds * 1000
  let beganAt = -Infinity
  let passedOn = 0
  return {
    passesOnAt(now) {
      if (now.getTime() >= beganAt + interval) {
        beganAt = now.getTime()
        passedOn = 0
      } else if (passedOn === messages) {
        beganAt += interval
        passedOn = 0
      }
      passedOn += 1
      return new Date(Math.max(beganAt, now.getTime()))
    },
  }
}

/** Counters of a fallback status point. */
interface FallbackStatusRecord {
  throttle: Throttle
  /** State messages received. */
  received: number
  /** Requests whose body was not a report of state messages. */
  unreadable: number
}

/** The records of a site: `database.table(createFallbackStatusRecords)`. */
interface FallbackStatusRecords {
  of(system: SiteSystem): FallbackStatusRecord
}

export function createFallbackStatusRecords(): FallbackStatusRecords {
  const records = new Map<string, FallbackStatusRecord>()
  return {
    of({ fqdn, fallbackStatus }) {
      const known = records.get(fqdn)
      if (known) return known
      const record = { throttle: createThrottle(fallbackStatus), received: 0, unreadable: 0 }
      records.set(fqdn, record)
      return record
    },
  }
}

const directory: VirtualDirectory = {
  path: fallbackStatusPointDirectory,
  // HTTP in both modes (table 1): clients report problems with their own certificates to it.
  protocol: () => 'http',
  async answer({ method, path, body }, { system, database, now }) {
    if (path.toLowerCase() !== fallbackStatusPath.toLowerCase()) return notFound()
    if (method !== 'POST') return methodNotAllowed('POST')
    const record = database.table(createFallbackStatusRecords).of(system)
    const bytes = await body()
    const report = bytes && parseFallbackStatusBody(bytes)
    if (!report) {
      record.unreadable += 1
      return badRequest('The body is not a state message.')
    }
    const messages = database.table(createStateMessages)
    for (const message of report.messages) {
      record.received += 1
      const receivedAt = record.throttle.passesOnAt(now())
      messages.add({ ...message, machine: report.machine, receivedAt, receivedBy: system.fqdn })
    }
    return { status: 200 }
  },
}

export const fallbackStatusPoint = webPoint([directory])

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the throttle interval of a fallback status point, which begins with its first message',
  },
]
