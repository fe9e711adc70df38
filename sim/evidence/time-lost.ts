import type { TimeLost } from './recording/event.ts'

/** What a process can read of time, all in milliseconds. */
export interface Clocks {
  /** Never set; stands still while the machine sleeps. */
  monotonic(): number
  /** The machine's date and time. */
  wall(): number
  /** Time that processors spent on this process. */
  busy(): number
}

/** How often to look, in milliseconds. */
export const interval = 500
/** Milliseconds of standstill, or by which the clock was set, that are told. Other programs delay a process for less. */
const noticeable = 2400

/** Looks each time it is called at what happened since the last time. */
export function lostTime(clocks: Clocks): () => TimeLost[] {
  const read = () => [clocks.monotonic(), clocks.wall(), clocks.busy()] as const
  let last = read()
  return () => {
    const [before, now] = [last, read()]
    last = now
    const [passed, byWall, worked] = [now[0] - before[0], now[1] - before[1], now[2] - before[2]]
    const set = byWall - passed
    const lost: [TimeLost['cause'], number][] = [
      ['stood-still', passed - interval - worked],
      [set > 0 ? 'clock-ahead' : 'clock-back', Math.abs(set)],
    ]
    return lost
      .filter(([, milliseconds]) => milliseconds > noticeable)
      .map(([cause, milliseconds]) => ({ type: 'time-lost', cause, milliseconds: Math.round(milliseconds) }))
  }
}

/** What happened to so many seconds, by its cause, as a part of a sentence. */
export const causesInWords: Readonly<Record<TimeLost['cause'], (seconds: string) => string>> = {
  'stood-still': (seconds) =>
    `this process stood still for ${seconds} s: it was stopped, or the machine was busy elsewhere`,
  'clock-ahead': (seconds) => `the machine's clock was set ${seconds} s ahead, or the machine slept`,
  'clock-back': (seconds) => `the machine's clock was set ${seconds} s back`,
}

/** `this process stood still for 3.5 s: it was stopped, or the machine was busy elsewhere`. */
export function timeLostInWords({ cause, milliseconds }: Pick<TimeLost, 'cause' | 'milliseconds'>): string {
  return causesInWords[cause]((milliseconds / 1000).toFixed(1))
}
