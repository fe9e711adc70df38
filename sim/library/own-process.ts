import type { TimeLost } from '../evidence/recording/event.ts'
import { interval, lostTime, type Clocks } from '../evidence/time-lost.ts'
import type { Line } from '../jobs/serve-units.ts'

/** Told of each time that is lost. Both are the machine's doing, and show in what is recorded. */
export type TimeLostListener = (lost: TimeLost) => void

/** The process that a work goes on in, perhaps beside others. */
export interface OwnProcess {
  readonly pid: number
  /** Whether a process of this machine may still run. */
  isRunning(pid: number): boolean
  /** Does something when the process ends, also by a signal, unless that is called off. Returns what calls it off. */
  atExit(act: () => void): () => void
  /** Tells when the process stood still or the machine's clock was set, unless that is called off, in the same way. */
  onTimeLost(listener: TimeLostListener): () => void
  /** The line to the process that has started this one to do units of its work; from now on this one ends with it. */
  line(): Line
}

export function ownProcess(node: NodeJS.Process): OwnProcess {
  const onTimeLost = watchLostTime(node)
  return {
    onTimeLost,
    pid: node.pid,
    isRunning(pid) {
      try {
        node.kill(pid, 0)
        return true
      } catch (error) {
        // A process of another user may not be signalled.
        return (error as NodeJS.ErrnoException).code !== 'ESRCH'
      }
    },
    atExit(act) {
      node.on('exit', act)
      return () => void node.off('exit', act)
    },
    line() {
      if (!node.connected) node.exit()
      node.once('disconnect', () => node.exit())
      return { on: node.on.bind(node), send: (said) => void node.send?.(said) }
    },
  }
}

/**
 * Notices when the process was stopped, or the machine's clock was set, from the first listener on. Returns what adds a
 * listener, which returns what takes it away. The process may end meanwhile.
 */
function watchLostTime(node: NodeJS.Process): (listener: TimeLostListener) => () => void {
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
