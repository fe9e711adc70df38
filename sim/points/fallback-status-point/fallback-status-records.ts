import type { SiteSystem } from '../../model/hierarchy.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** What a fallback status point knows of itself. */
export interface FallbackStatusRecord {
  throttle: Throttle
  /** State messages taken. */
  received: number
  /** Requests whose body was no report of state messages. */
  unreadable: number
}

/** Those of a site: `database.table(createFallbackStatusRecords)`. */
export interface FallbackStatusRecords {
  of(system: SiteSystem): FallbackStatusRecord
}

export function createFallbackStatusRecords(): FallbackStatusRecords {
  const records = new Map<string, FallbackStatusRecord>()
  return {
    of({ fqdn, fallbackStatus }) {
      const known = records.get(fqdn)
      if (known) return known
      const made = { throttle: createThrottle(fallbackStatus), received: 0, unreadable: 0 }
      records.set(fqdn, made)
      return made
    },
  }
}
