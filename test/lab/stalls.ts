import { createRandom } from '../fuzz/random.ts'

/** Milliseconds: several times as long as the laboratory waits for a silent server. */
const longestStall = 1000
/** Milliseconds in which the event loop runs. */
const longestRun = 100

/**
 * Stops the event loop at random moments, the same for the same seed, as a machine does that is busy with something else:
 * before timers that are due, or after the sockets were looked at. The result ends it.
 */
export function stallAtRandom(seed: number): () => void {
  const random = createRandom(seed)
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined

  function runOn(): void {
    timer = setTimeout(() => {
      if (random.below(2) === 0) stall()
      else turn = setImmediate(stall)
    }, random.below(longestRun))
  }

  function stall(): void {
    // Most are short, and some long.
    const share = random.below(1000) / 1000
    // Nobody wakes it.
    Atomics.wait(nobody, 0, 0, longestStall * share ** 3)
    runOn()
  }

  runOn()
  return () => {
    clearTimeout(timer)
    clearImmediate(turn)
  }
}
