import type { TimeLost } from '../evidence/recording/event.ts'
import { interval, lostTime, type Clocks } from '../evidence/time-lost.ts'

function clocksOf(node: NodeJS.Process): Clocks {
  return {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    busy() {
      const { user, system } = node.cpuUsage()
      return (user + system) / 1000
    },
  }
}

/** Told of each time that is lost. Both are the machine's doing, and show in what is recorded. */
export type TimeLostListener = (lost: TimeLost) => void

/**
 * Notices when the process was stopped, or the machine's clock was set, from the first listener on. Returns what adds a
 * listener, which returns what takes it away. The process may end meanwhile.
 */
export function watchLostTime(node: NodeJS.Process): (listener: TimeLostListener) => () => void {
  const listeners = new Set<TimeLostListener>()
  const start = (): void => {
    const look = lostTime(clocksOf(node))
    setInterval(() => {
      for (const lost of look()) for (const listener of listeners) listener(lost)
    }, interval).unref()
  }
  let hasStarted = false
  return (listener) => {
    if (!hasStarted) start()
    hasStarted = true
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
}
