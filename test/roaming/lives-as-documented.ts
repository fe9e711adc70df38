import type { Test } from 'tap'
import type { Happening } from './live-through.ts'
import { shortestStory, trySeed } from './try-seed.ts'

/** Tries the hierarchies of some seeds, and tells what happened in all of them. */
export async function livesAsDocumented(
  t: Test,
  seeds: { from: number; to: number },
  cache: string,
): Promise<Happening[]> {
  const seen: Happening[] = []
  for (let seed = seeds.from; seed <= seeds.to; seed++) {
    const { happenings, wrong } = await trySeed(seed, cache)
    seen.push(...happenings)
    if (wrong.length === 0) continue
    // One story is enough to go after.
    t.fail(`seed ${seed}: ${wrong[0] ?? ''}`, { story: await shortestStory(seed, cache) })
    return seen
  }
  t.pass(`${seeds.to - seeds.from + 1} hierarchies`)
  return seen
}
