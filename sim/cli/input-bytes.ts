import { createReadStream } from 'node:fs'
import { refuse } from '../model/source/source.ts'
import { printable } from '../report/terminal/printable.ts'
import { pathOf, type CommandContext } from './command-context.ts'

/** Standard input; nothing where there is none. */
export function standardInput({ stdin }: CommandContext): AsyncIterable<Uint8Array> {
  return stdin?.() ?? bytesIn('')
}

// eslint-disable-next-line @typescript-eslint/require-await
export async function* bytesIn(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** A file as it is read. Throws an `InputError` where it cannot be. */
export async function* bytesOf(file: string, context: CommandContext): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(pathOf(file, context))) yield chunk as Uint8Array
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // An error without a code of the operating system is a defect of ours.
    if (code === undefined) throw error
    throw refuse(printable(file), 'unreadable-file', `the file cannot be read (${code})`, 'check the path')
  }
}
