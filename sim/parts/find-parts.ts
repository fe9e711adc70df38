import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cannotRead } from '../model/source/source.ts'
import type { Found } from './complete-set.ts'
import { checkPart, partCalled, type Damaged, type Part } from './part-file.ts'
import type { Shard } from './partition.ts'

type Checked = Part | (Damaged & { shard: Shard | null })

/**
 * Looks into folders for parts, and reads them from end to end; called again, only those that are new or were replaced.
 * Other files are passed over. Throws an `InputError` or an `EnvironmentError` for what cannot be read.
 */
export function createPartFinder(
  folders: readonly string[],
  pathOf: (name: string) => string,
): () => Promise<Found> {
  let known = new Map<string, Checked>()
  return async () => {
    const seen = new Map<string, Checked>()
    const unfinished: Shard[] = []
    for (const folder of folders) {
      for (const name of await namesIn(folder, pathOf)) {
        const called = partCalled(name)
        if (called && !called.isWhole) unfinished.push(called.shard)
        if (!called?.isWhole) continue
        const file = join(folder, name)
        const state = await stateOf(pathOf(file))
        // It was moved away in the meantime.
        if (state === undefined) continue
        const key = JSON.stringify([file, state])
        seen.set(key, known.get(key) ?? (await check(pathOf(file), file, called.shard)))
      }
    }
    known = seen
    const all = [...seen.values()]
    return {
      parts: all.filter((one) => 'digest' in one),
      damaged: all.filter((one) => 'kind' in one),
      unfinished,
    }
  }
}

async function check(path: string, file: string, shard: Shard): Promise<Checked> {
  const checked = await checkPart(path, file)
  if ('kind' in checked) return { ...checked, shard }
  if (checked.shard === shard.number && checked.total === shard.total) return checked
  const wrong = `is part ${checked.shard} of ${checked.total}, whatever its name says`
  return { file, kind: 'no-part', wrong, shard }
}

async function namesIn(folder: string, pathOf: (name: string) => string): Promise<string[]> {
  const names = await readdir(pathOf(folder)).catch((error: unknown) => {
    throw cannotRead(folder, error, 'folder')
  })
  return names.sort()
}

async function stateOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? [found.ino, found.size, found.mtimeMs].join(' ') : undefined
}
