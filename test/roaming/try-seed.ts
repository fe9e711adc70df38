import { InputError } from '../../sim/index.ts'
import type { DescribedHierarchy } from './described-hierarchy.ts'
import { judge } from './judge.ts'
import { liveThrough, type Happening } from './live-through.ts'
import { randomDay, type Step } from './random-day.ts'
import { randomHierarchy } from './random-hierarchy.ts'

/** The result of a hierarchy and a day. */
export interface Tried {
  happenings: readonly Happening[]
  /** Violations of the invariants; empty if all hold. */
  wrong: readonly string[]
}

interface Life {
  hierarchy: DescribedHierarchy
  day: readonly Step[]
}

export async function trySeed(seed: number, cache: string): Promise<Tried> {
  return live(lifeOf(seed), cache)
}

function lifeOf(seed: number): Life {
  const hierarchy = randomHierarchy(seed)
  return { hierarchy, day: randomDay(seed, hierarchy) }
}

async function live({ hierarchy, day }: Life, cache: string): Promise<Tried> {
  const happenings = await liveThrough(hierarchy, day, cache)
  return { happenings, wrong: happenings.flatMap(judge) }
}

/** The story of a seed that fails, without the steps, clients and sites that it fails without as well. */
export async function shortestStory(seed: number, cache: string): Promise<string> {
  let life = lifeOf(seed)
  for (let shorter: Life | undefined = life; shorter;) {
    life = shorter
    shorter = undefined
    for (const candidate of shorterThan(life)) {
      if (!(await fails(candidate, cache))) continue
      shorter = candidate
      break
    }
  }
  const { wrong } = await live(life, cache)
  return JSON.stringify({ seed, wrong, ...life }, null, 1)
}

async function fails(life: Life, cache: string): Promise<boolean> {
  try {
    const { wrong } = await live(life, cache)
    return wrong.length > 0
  } catch (error) {
    // A client or a site that is still spoken of is missing.
    if (error instanceof InputError || error instanceof RangeError) return false
    throw error
  }
}

/** First without one of the steps, from the last; then without a client or a site. */
function* shorterThan({ hierarchy, day }: Life): Generator<Life> {
  for (let index = day.length - 1; index >= 0; index--)
    yield { hierarchy, day: day.filter((_, at) => at !== index) }
  for (const client of hierarchy.clients)
    yield { hierarchy: { ...hierarchy, clients: hierarchy.clients.filter((one) => one !== client) }, day }
  for (const site of hierarchy.sites)
    yield { hierarchy: { ...hierarchy, sites: hierarchy.sites.filter((one) => one !== site) }, day }
}
