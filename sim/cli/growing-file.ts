import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { cannotWrite, pathOf, unwritable, type CommandContext, type GrowingFile } from './command-context.ts'

/** How a file begins: anew, or after what it holds. Only its owner may read a secret one. */
type Beginning = 'empty' | 'secret-appended'

const beginnings = {
  empty: { flags: 'w', mode: 0o666 },
  'secret-appended': { flags: 'a', mode: 0o600 },
} as const satisfies Record<Beginning, { flags: string; mode: number }>

/** Creates or opens such a file. Throws an `EnvironmentError`. */
export function openGrowingFile(file: string, beginning: Beginning, context: CommandContext): GrowingFile {
  const { flags, mode } = beginnings[beginning]
  try {
    const opened = growing(file, openSync(pathOf(file, context), flags, mode), context)
    context.growing.push(opened)
    return opened
  } catch (error) {
    return cannotWrite(file)(error)
  }
}

function growing(file: string, descriptor: number, { stderr }: CommandContext): GrowingFile {
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
