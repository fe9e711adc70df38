import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Recording } from '../evidence/recording/recording.ts'
import { outputFiles } from '../report/output-files.ts'
import { cannotWrite } from './cannot-write.ts'

/** Writes every report of a recording into a folder. */
export async function writeOutput(folder: string, recording: Recording): Promise<void> {
  for (const { path, text } of outputFiles(recording)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true }).catch(cannotWrite(dirname(file)))
    await writeFile(file, text).catch(cannotWrite(file))
  }
}
