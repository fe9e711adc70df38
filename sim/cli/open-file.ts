import { openSync, writeSync } from 'node:fs'
import { cannotWrite } from './cannot-write.ts'

/**
 * Opens a file that is written while something runs: what is given to the result is in the system's hands at once. Throws an
 * `EnvironmentError`. `flags`: `w` begins it anew, `a` adds to it.
 */
export function openFile(
  file: string,
  flags: 'w' | 'a',
  mode: number,
): (text: string | NodeJS.ArrayBufferView) => void {
  try {
    const descriptor = openSync(file, flags, mode)
    return (text) => (typeof text === 'string' ? writeSync(descriptor, text) : writeSync(descriptor, text))
  } catch (error) {
    return cannotWrite(file)(error)
  }
}
