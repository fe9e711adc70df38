import type { FallbackStatusSettings } from '../../model/hierarchy.ts'

/** When a fallback status point passes its messages on to the site. */
export interface Throttle {
  /** When the site gets a message that is taken now: at once, or when the messages before it leave room. */
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
