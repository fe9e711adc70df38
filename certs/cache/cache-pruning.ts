import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const hour = 3_600_000
const twoMonths = 62 * 24 * hour

/**
 * Removes months that nothing was added to for two months, and from the current month what killed runs left half
 * written. Ages are those of the files: the months themselves may be those of a simulated clock. Failing is no
 * harm; another run will try again.
 */
export async function pruneCache(cache: string, current: string): Promise<void> {
  await removeOlder(cache, /^sitemode-certs-\d{4}-\d\d$/, twoMonths, current)
  await removeOlder(current, /\.tmp$/, hour)
}

async function removeOlder(directory: string, pattern: RegExp, age: number, except?: string): Promise<void> {
  try {
    for (const name of (await readdir(directory)).filter((name) => pattern.test(name))) {
      const path = join(directory, name)
      const { mtimeMs } = await stat(path)
      if (path !== except && Date.now() - mtimeMs > age) await rm(path, { recursive: true, force: true })
    }
  } catch {
    // Gone already, or not ours to remove.
  }
}
