import { createRandom } from '../fuzz/random.ts'

/** Milliseconds: several times as long as the laboratory waits for a silent server. */
const longestStall = 1000
/** Milliseconds: more than a third of its wait, after which a datagram is sent again. */
const stallInRow = 80
/** Turns of the event loop: more than the times that a datagram is sent. */
const mostInRow = 6

const nobody = new Int32Array(new SharedArrayBuffer(4))

/** Stops the event loop for this many milliseconds, as a busy machine does. */
export function stall(milliseconds: number): void {
  // Nobody wakes it.
  Atomics.wait(nobody, 0, 0, milliseconds)
}

/**
 * Stalls in each of so many turns of the event loop: the sockets have been looked at then, once, and all timers are due that
 * run out meanwhile. The result ends it.
 */
export function stallInTurns(turns: number, milliseconds: number): () => void {
  let turn: NodeJS.Immediate | undefined

  function runOn(left: number): void {
    if (left === 0) return
    turn = setImmediate(() => {
      stall(milliseconds)
      runOn(left - 1)
    })
  }

  runOn(turns)
  return () => clearImmediate(turn)
}

/**
 * Stops the event loop at random moments, the same for the same seed, as a machine does that is busy with something else:
 * before timers that are due, or after the sockets were looked at, once or several times in a row. In between it runs for
 * `longestRun` milliseconds at most. The result ends it.
 */
export function stallAtRandom(seed: number, longestRun = 100): () => void {
  const random = createRandom(seed)
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let stopRow = (): void => undefined

  function runOn(): void {
    timer = setTimeout(() => {
      if (random.below(2) === 0) interrupt()
      else turn = setImmediate(interrupt)
    }, random.below(longestRun))
  }

  function interrupt(): void {
    if (random.below(4) === 0) stopRow = stallInTurns(1 + random.below(mostInRow), stallInRow)
    else {
      // Most are short, and some long.
      const share = random.below(1000) / 1000
      stall(longestStall * share ** 3)
    }
    runOn()
  }

  runOn()
  return () => {
    clearTimeout(timer)
    clearImmediate(turn)
    stopRow()
  }
}
