import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

export const settingsReadAgain: Rule = {
  id: 'site-settings/read-again',
  sentence:
    'A client that reads Active Directory takes the mode and the options of its site from there when it is assigned, ' +
    'when it starts, and every 25 hours; on other clients an administrator has to change them.',
  sources: [
    {
      says: 'Clients that read Active Directory learn of the option at assignment, at start and every 25 hours.',
      pages: [pages.httpForRoaming],
    },
  ],
}

/** Milliseconds. */
export const settingsReadEvery = 25 * 3_600_000

/** Both in milliseconds since 1970. */
export function isTimeToReadSettings(now: number, lastRead: number): boolean {
  return now - lastRead >= settingsReadEvery
}
