import { createFallbackStatusRecords } from '../../fallback-status-point/fallback-status-records.ts'
import { createStateMessages } from '../../state-messages.ts'
import type { Report } from '../report.ts'

export const fallbackStatusPoints: Report = {
  id: 4,
  name: 'Fallback status points',
  about: 'What the fallback status points of the site have taken, and what they hold back for now.',
  columns: ['Site system', 'State messages', 'Held back', 'Unreadable requests'],
  rows: ({ site, database, now }) => {
    const waiting = database.table(createStateMessages).all.filter(({ receivedAt }) => receivedAt > now())
    return site.systems
      .filter(({ roles }) => roles.includes('fallback-status-point'))
      .map((system) => {
        const { received, unreadable } = database.table(createFallbackStatusRecords).of(system)
        const heldBack = waiting.filter(({ receivedBy }) => receivedBy === system.fqdn).length
        return [system.fqdn, String(received), String(heldBack), String(unreadable)]
      })
  },
}
