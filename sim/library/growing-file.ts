import { closeSync, fchmodSync, fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import { refuse } from '../model/source/source.ts'
import { cannotWrite, checkNamed, unwritable } from '../whole-files.ts'
import { pathOf, type Surroundings, type GrowingFile } from './surroundings.ts'

/** How a file begins: anew, or after what it holds. Only its owner may read a secret one. */
type Beginning = 'empty' | 'secret' | 'secret-appended'

const beginnings = {
  empty: { flags: 'w', mode: 0o666 },
  secret: { flags: 'w', mode: 0o600 },
  'secret-appended': { flags: 'a', mode: 0o600 },
} as const satisfies Record<Beginning, { flags: string; mode: number }>

/** Creates or opens such a file. Throws an `EnvironmentError`, or an `InputError` for a pipe, which waits for a reader. */
export function openGrowingFile(file: string, beginning: Beginning, context: Surroundings): GrowingFile {
  const { flags, mode } = beginnings[beginning]
  const path = pathOf(file, context)
  refusePipe(file, path)
  try {
    const descriptor = openSync(path, flags, mode)
    const opened = growing(file, descriptor, context)
    context.growing.push(opened)
    // It may have been there before, and be readable by others.
    if (beginning !== 'empty' && fstatSync(descriptor).isFile()) fchmodSync(descriptor, mode)
    return opened
  } catch (error) {
    return cannotWrite(file)(error)
  }
}

/** Throws an error before a command begins that could not write a file at its end, as where a growing one cannot be opened. */
export async function checkPlace(file: string, context: Surroundings): Promise<void> {
  const path = pathOf(file, context)
  refusePipe(file, path)
  await checkNamed(path, file)
}

function refusePipe(file: string, path: string): void {
  if (!isPipe(path)) return
  throw refuse(file, 'not-a-file', 'this is a device, pipe or socket, not a file', 'name a file')
}

function isPipe(path: string): boolean {
  try {
    return statSync(path).isFIFO()
  } catch {
    return false
  }
}

function growing(file: string, descriptor: number, { stderr }: Surroundings): GrowingFile {
  let { size } = fstatSync(descriptor)
  let [isWritable, isOpen] = [true, true]
  return {
    add(text) {
      // A listener may still tell of something while everything closes.
      if (!isWritable || !isOpen) return
      const bytes = Buffer.from(text)
      try {
        for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
        size += bytes.length
      } catch (error) {
        isWritable = false
        removeAfter(descriptor, size)
        stderr.say`sitemode: ${unwritable(file, error)}; it has everything until now, and nothing later\n`
      }
    },
    lacksSomething: () => !isWritable,
    close() {
      if (isOpen) closeSync(descriptor)
      isOpen = false
    },
  }
}

/** Removes the beginning of a text that was written in part; a device keeps it. */
function removeAfter(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size)
  } catch {
    // The reader of a recording leaves out an incomplete last line.
  }
}
