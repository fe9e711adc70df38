import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

const hour = 3_600_000

export const largerThanCache: Rule = {
  id: 'client-cache/larger-than-the-cache',
  sentence:
    'A package that is larger than the cache of the client is not downloaded, and the client does not try again by itself.',
  sources: [
    {
      says: 'A package larger than the cache fails: status message 10050, and no retry.',
      pages: [pages.softwareDistributionQuestions],
    },
  ],
}

export const waitsForRoom: Rule = {
  id: 'client-cache/waits-for-room',
  sentence:
    'While its cache is full a client tries to download a package every four hours, 18 times at most. Content that was used ' +
    'within the last 24 hours is not deleted to make room.',
  sources: [
    {
      says: 'A package that does not fit into a full cache is tried every four hours, 18 times.',
      pages: [pages.softwareDistributionQuestions],
    },
    {
      says: 'Content stays in the cache for at least a day after it was last used.',
      pages: [pages.softwareDistributionQuestions],
    },
  ],
}

/** Milliseconds. */
const triedEvery = 4 * hour
const mostTries = 18
/** Milliseconds. */
const keptFor = 24 * hour

/** Times here are in milliseconds since 1970. */
export interface CachedContent {
  id: string
  /** Bytes. */
  size: number
  used: number
}

/** The tries of a download that found no room. */
export interface TriesForRoom {
  count: number
  last: number
}

export function mayTryForRoom(tries: TriesForRoom | undefined, now: number): boolean {
  return tries === undefined || now - tries.last >= triedEvery
}

export function isLastTry({ count }: TriesForRoom): boolean {
  return count >= mostTries
}

/** IDs of the content to delete for a package, the longest unused first; undefined where it does not fit even so. */
export function deletedForRoom(
  cached: readonly CachedContent[],
  size: number,
  cacheSize: number,
  now: number,
): string[] | undefined {
  const old = cached.filter(({ used }) => now - used >= keptFor).sort((one, other) => one.used - other.used)
  let free = cacheSize - cached.reduce((sum, content) => sum + content.size, 0)
  const deleted: string[] = []
  for (const content of old) {
    if (free >= size) break
    deleted.push(content.id)
    free += content.size
  }
  return free >= size ? deleted : undefined
}
