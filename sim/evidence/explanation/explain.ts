import { clientErrorReader } from './client-error-reader.ts'
import { iisReader } from './iis-reader.ts'
import { nodeReader } from './node-reader.ts'
import type { Reading } from './reading.ts'
import { stateMessageReader } from './state-message-reader.ts'
import { callbackFlagReader, winHttpReader } from './winhttp-reader.ts'
import { windowsReader } from './windows-reader.ts'

const readers = [
  winHttpReader,
  callbackFlagReader,
  iisReader,
  windowsReader,
  clientErrorReader,
  stateMessageReader,
  nodeReader,
]

/** Everything that a code out of a log can be; empty when nobody is known to use it. */
export function explain(code: string): Reading[] {
  return readers.flatMap((reader) => reader.read(code.trim()))
}

/** Every code that can be explained, in one of its spellings. */
export function explainableCodes(): string[] {
  return readers.flatMap((reader) => reader.codes())
}
