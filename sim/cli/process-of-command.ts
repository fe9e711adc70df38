import type { Line } from '../jobs/serve-units.ts'
import { watchLostTime, type TimeLostListener } from './lost-time.ts'

/** The process that a command runs in, perhaps beside other commands. */
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
