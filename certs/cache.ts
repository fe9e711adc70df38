import { createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createSemaphore } from '../sim/semaphore.ts'

/** The platform's folder for caches; on Linux `$XDG_CACHE_HOME/sitemode` or `~/.cache/sitemode`. */
export function defaultCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { HOME = '', USERPROFILE = '', LOCALAPPDATA = '', XDG_CACHE_HOME = '' } = env
  const windows = process.platform === 'win32'
  const home = (windows ? USERPROFILE : HOME) || homedir()
  if (windows) return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'sitemode', 'Cache')
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'sitemode')
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'sitemode')
}

/** Texts by key, each made at most once per run, and with a cache directory once for all runs that share it. */
export type Store = (key: string, make: () => Promise<string>) => Promise<string>

export function createStore(cache: string | false, month: string): Store {
  const files = cache === false ? undefined : cacheFiles(cache, month)
  const texts = new Map<string, Promise<string>>()
  return (key, make) => {
    const known = texts.get(key)
    if (known) return known
    const text = files ? readOrMake(files, key, make) : make()
    texts.set(key, text)
    // A text that failed for want of memory or descriptors may succeed the next time.
    text.catch(() => texts.delete(key))
    return text
  }
}

const generations = 8

/**
 * Runs that miss the same text at the same time all make it, and all go on with the one published first. A damaged
 * file gets a successor instead of being removed: another run may have replaced it since the damage was found, and
 * the two runs would go on with different roots. All runs see the same damage and the same successor.
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

type Found = { state: 'whole'; text: string } | { state: 'absent' | 'damaged' | 'unreadable' }

/** The files of one month in a cache directory. A published file never changes. */
interface CacheFiles {
  read(name: string): Promise<Found>
  /** `beaten`: the file exists already. `failed`: the directory cannot be written to. */
  publish(name: string, text: string): Promise<'published' | 'beaten' | 'failed'>
}

function cacheFiles(cache: string, month: string): CacheFiles {
  const directory = join(cache, `sitemode-certs-${month}`)
  // Thousands of listeners may ask at once; unbounded, they would run out of file descriptors.
  const limited = createSemaphore(16)
  let prepared: Promise<unknown> | undefined

  async function read(name: string): Promise<Found> {
    try {
      const text = unseal(await readFile(join(directory, name), 'utf8'))
      return text === undefined ? { state: 'damaged' } : { state: 'whole', text }
    } catch (error) {
      return { state: codeOf(error) === 'ENOENT' ? 'absent' : 'unreadable' }
    }
  }

  async function publish(name: string, text: string): Promise<'published' | 'beaten' | 'failed'> {
    const temporary = join(directory, `${randomBytes(12).toString('hex')}.tmp`)
    try {
      prepared ??= mkdir(directory, { recursive: true, mode: 0o700 }).then(() => pruneCache(cache, directory))
      await prepared
      await writeFile(temporary, seal(text), { flag: 'wx', mode: 0o600 })
      // A link, unlike a rename, does not replace a file that another run has published in the meantime.
      await link(temporary, join(directory, name))
      return 'published'
    } catch (error) {
      return codeOf(error) === 'EEXIST' ? 'beaten' : 'failed'
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined)
    }
  }

  return {
    read: (name) => limited(() => read(name)),
    publish: (name, text) => limited(() => publish(name, text)),
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

const hour = 3_600_000
const twoMonths = 62 * 24 * hour

/**
 * Removes folders of months that have not changed for two months, and the half-written files that killed runs left in
 * the current one. It goes by the age of the files: the months may be those of a simulated clock. Failure does no
 * harm, since another run will try again.
 */
async function pruneCache(cache: string, current: string): Promise<void> {
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
    // Removed already, or owned by another user.
  }
}

/** Puts a checksum before a text, so that a file cut short or altered on disk is noticed. */
function seal(text: string): string {
  return `sitemode certificate cache, sha256 ${checksum(text)}\n${text}`
}

/** The text under a seal; undefined if the checksum does not match. */
function unseal(sealed: string): string | undefined {
  const text = sealed.slice(sealed.indexOf('\n') + 1)
  return sealed === seal(text) ? text : undefined
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
