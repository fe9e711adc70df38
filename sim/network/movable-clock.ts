import type { Clock } from '../client/network.ts'

export interface MovableClock extends Clock {
  advance(milliseconds: number): void
}

export function createClock(startsAt?: Date): MovableClock {
  let ahead = startsAt ? startsAt.getTime() - Date.now() : 0
  return {
    now: () => new Date(Date.now() + ahead),
    machine: () => new Date(),
    ahead: () => ahead,
    advance(milliseconds) {
      ahead += milliseconds
    },
  }
}
