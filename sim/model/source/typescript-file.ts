import { resolve } from 'node:path'
import { createJiti } from 'jiti'
import { shipped } from '../../shipped.ts'
import { refuse, sourceOfValue, type Position, type SourceFile } from './source.ts'

/** This package, for a file that imports `sitemode` from a place where it is not installed. */
const thisPackage = shipped('dist/sim/index.js')

/** Reads the default export of a TypeScript or JavaScript module in any folder, also on a Node without type stripping. */
export async function readTypeScript(file: string, folder = '.', library = thisPackage): Promise<SourceFile> {
  const path = resolve(folder, file)
  // No caches: the file may have been edited since this process last read it, and nothing is left behind on disk.
  const jiti = createJiti(import.meta.url, {
    alias: { sitemode: library },
    fsCache: false,
    moduleCache: false,
  })
  const module = await jiti.import(path).catch((error: unknown) => {
    const { message, at } = describeError(error, path)
    throw refuse(file, 'module-failed', `this module does not load: ${message}`, 'correct it', at)
  })
  if (typeof module !== 'object' || module === null || !('default' in module)) {
    const remedy = 'write: export default hierarchy({ ... }) or export default scenario({ ... })'
    throw refuse(file, 'no-default-export', 'this module has no default export', remedy)
  }
  return sourceOfValue(module.default, file)
}

function describeError(error: unknown, path: string): { message: string; at: Partial<Position> } {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
  // A syntax error names its place in the message, an error thrown in its stack. Columns are those of the
  // compiled text, so only the line is of use.
  const after = (stack ?? '').split(`${path}:`)[1]
  const line = after === undefined ? NaN : parseInt(after, 10)
  return { message: message.split('\n')[0]?.trim() ?? '', at: Number.isNaN(line) ? {} : { line } }
}
