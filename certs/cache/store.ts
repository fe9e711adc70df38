import { cacheFiles, type CacheFiles } from './cache-files.ts'

/** Texts by key, each made at most once: in this run, and with a cache directory by all runs that share it. */
export type Store = (key: string, make: () => Promise<string>) => Promise<string>

export function createStore(cache: string | false, month: string): Store {
  const files = cache === false ? undefined : cacheFiles(cache, month)
  const texts = new Map<string, Promise<string>>()
  return (key, make) => {
    const known = texts.get(key)
    if (known) return known
    const text = files ? readOrMake(files, key, make) : make()
    texts.set(key, text)
    // What failed for want of memory or descriptors may work the next time.
    text.catch(() => texts.delete(key))
    return text
  }
}

const generations = 8

/**
 * Runs that miss the same text at the same time all make it, and all go on with the one published first. A damaged
 * file gets a successor instead of being removed: between finding the damage and removing the file another run may
 * have mended it, and the two would go on with different roots. All runs see the same damage and the same successor.
 */
async function readOrMake(files: CacheFiles, key: string, make: () => Promise<string>): Promise<string> {
  let made: string | undefined
  for (let generation = 0; generation < generations; generation++) {
    const name = `${key}.${generation}`
    let found = await files.read(name)
    if (found.state === 'absent') {
      made ??= await make()
      if ((await files.publish(name, made)) !== 'beaten') return made
      found = await files.read(name)
    }
    if (found.state === 'whole') return found.text
    if (found.state !== 'damaged') break
  }
  return made ?? make()
}
