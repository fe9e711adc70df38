/** What a process can read of time, all in milliseconds. */
export interface Clocks {
  /** Never set; stands still while the machine sleeps. */
  monotonic(): number
  /** The machine's date and time. */
  wall(): number
  /** Time that processors spent on this process. */
  busy(): number
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

/** How often to look, in milliseconds. */
const interval = 500
/** Milliseconds of standstill, or by which the clock was set, that are told. Other programs delay a process for less. */
const noticeable = 2400

/**
 * Tells when the process was stopped, or the machine's clock was set, since both are the machine's doing and show in what
 * is recorded. The process may end meanwhile.
 */
export function watchLostTime(node: NodeJS.Process, tell: (sentence: string) => void): void {
  const look = lostTime(clocksOf(node))
  setInterval(() => look().forEach(tell), interval).unref()
}

/** Looks each time it is called at what happened since the last time. */
export function lostTime(clocks: Clocks): () => string[] {
  const read = () => [clocks.monotonic(), clocks.wall(), clocks.busy()] as const
  let last = read()
  return () => {
    const [before, now] = [last, read()]
    last = now
    const [passed, byWall, worked] = [now[0] - before[0], now[1] - before[1], now[2] - before[2]]
    const stood = passed - interval - worked
    const set = byWall - passed
    return [
      ...(stood > noticeable
        ? [
            `this process stood still for ${seconds(stood)}: it was stopped, or the machine was busy elsewhere`,
          ]
        : []),
      ...(Math.abs(set) > noticeable
        ? [`the machine's clock was set ${seconds(set)} ${set > 0 ? 'ahead' : 'back'}, or the machine slept`]
        : []),
    ]
  }
}

function seconds(milliseconds: number): string {
  return `${(Math.abs(milliseconds) / 1000).toFixed(1)} s`
}
