/** The process that a command runs in, perhaps beside other commands. */
export interface OwnProcess {
  readonly pid: number
  /** Whether a process of this machine may still run. */
  isRunning(pid: number): boolean
  /** Does something when the process ends, also by a signal, unless that is called off. Returns what calls it off. */
  atExit(act: () => void): () => void
}

export function ownProcess(node: NodeJS.Process): OwnProcess {
  return {
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
  }
}
