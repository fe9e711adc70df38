import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Recording } from '../evidence/recording/recording.ts'
import { outputFiles } from '../report/output-files.ts'
import { cannotWrite } from './cannot-write.ts'

/** Writes every report of a recording into a folder. Resolves to their paths below it. */
export async function writeOutput(folder: string, recording: Recording): Promise<string[]> {
  const files = outputFiles(recording)
  for (const { path, text } of files) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true }).catch(cannotWrite(dirname(file)))
    await writeFile(file, text).catch(cannotWrite(file))
  }
  return files.map(({ path }) => path)
}
