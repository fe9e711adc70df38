import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Recording } from '../evidence/recording/recording.ts'
import { EnvironmentError } from '../errors.ts'

/** Tells of a file that could not be written, for people. */
export function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException
    // Whatever the system has no code for is a defect of ours.
    if (code === undefined) throw error
    throw new EnvironmentError(`cannot write ${file} (${code}): choose another place, or make room`)
  }
}

/** A file that is written while something runs: what is added is in the system's hands at once. */
export interface GrowingFile {
  add(text: string): void
  close(): void
}

/** Opens such a file, which begins anew. Throws an `EnvironmentError`. */
export function openFile(file: string): GrowingFile {
  try {
    const descriptor = openSync(file, 'w')
    return { add: (text) => writeSync(descriptor, text), close: () => closeSync(descriptor) }
  } catch (error) {
    return cannotWrite(file)(error)
  }
}

/** Writes every report of a recording into a folder. Resolves to their paths below it. */
export async function writeOutput(folder: string, recording: Recording): Promise<string[]> {
  // Only for who wants reports: whoever wants none does not wait for them to load.
  const { outputFiles } = await import('../report/output-files.ts')
  const files = outputFiles(recording)
  for (const { path, text } of files) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true }).catch(cannotWrite(dirname(file)))
    await writeFile(file, text).catch(cannotWrite(file))
  }
  return files.map(({ path }) => path)
}
