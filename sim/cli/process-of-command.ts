import { on } from 'node:events'
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
  /** The numbers of the units that the process asks for that has started this one; the process ends with the other. */
  unitsAsked(): AsyncIterable<number>
  /** Answers what was asked. */
  answer(done: { unit: number; result: unknown }): void
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
    async *unitsAsked() {
      node.once('disconnect', () => node.exit())
      for await (const [asked] of on(node, 'message')) yield (asked as { unit: number }).unit
    },
    answer(done) {
      node.send?.(done)
    },
  }
}
