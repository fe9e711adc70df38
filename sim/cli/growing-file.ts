import {
  closeSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { InputError } from '../errors.ts'
import { otherThanFile } from '../model/source/source-file.ts'
import { refuse } from '../model/source/source.ts'
import { cannotWrite, pathOf, unwritable, type CommandContext, type GrowingFile } from './command-context.ts'

/** Creates a file in place of another, or opens one of secrets to append to. Throws an `EnvironmentError` or an `InputError`. */
export function openGrowingFile(
  file: string,
  beginning: 'anew' | 'secrets-appended',
  context: CommandContext,
): GrowingFile {
  const path = pathOf(file, context)
  const open = { anew: openAnew, 'secrets-appended': openSecrets }[beginning]
  try {
    const opened = growing(file, open(path, file), context)
    context.growing.push(opened)
    return opened
  } catch (error) {
    if (error instanceof InputError) throw error
    return cannotWrite(file)(error)
  }
}

function openAnew(path: string): number {
  rmSync(path, { force: true })
  return openSync(path, 'wx')
}

const ownerOnly = 0o600
/** The permissions of everybody but the owner. */
const ofOthers = 0o077

/** Only its owner may read the file, also if it was there before. */
function openSecrets(path: string, file: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  const other = found && otherThanFile(found)
  if (other !== undefined)
    throw refuse(file, 'not-a-file', `this is ${other}, not a file`, 'give --keylog the name of a file')
  const descriptor = openSync(path, 'a', ownerOnly)
  if (found && (found.mode & ofOthers) !== 0) fchmodSync(descriptor, ownerOnly)
  return descriptor
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
