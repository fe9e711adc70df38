import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pruneCache } from './cache-pruning.ts'
import { createSemaphore } from '../semaphore.ts'
import { seal, unseal } from './seal.ts'

export type Found = { state: 'whole'; text: string } | { state: 'absent' | 'damaged' | 'unreadable' }

/** The files of one month in a cache directory. None of them ever changes. */
export interface CacheFiles {
  read(name: string): Promise<Found>
  /** `beaten`: the file was there already. `failed`: this directory takes no files. */
  publish(name: string, text: string): Promise<'published' | 'beaten' | 'failed'>
}

export function cacheFiles(cache: string, month: string): CacheFiles {
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
      // A link, unlike a rename, does not replace what another run has put there in the meantime.
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
