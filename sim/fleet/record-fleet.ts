import type { FleetResult } from '../evidence/fleet-result.ts'
import type { Journal } from '../evidence/recording/event.ts'
import { countedOn } from '../evidence/recording/renumber.ts'
import type { FleetTally } from './tally.ts'

/** Records the acts that were kept, on one hierarchy whatever unit they come from, and what became of the fleet. */
export function recordFleet({ opened, kept }: FleetTally, fleet: FleetResult, journal: Journal): void {
  if (opened) journal(opened)
  let attempts = 0
  for (const { events } of kept) {
    for (const event of events) journal(countedOn(event, attempts))
    attempts += events.filter(({ type }) => type === 'attempt').length
  }
  journal({ type: 'fleet', fleet })
}
