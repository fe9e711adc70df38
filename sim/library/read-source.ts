import { wholeUpTo } from '../encoding/byte-stream.ts'
import { largestFile, readSourceBytes, readSourceFile } from '../model/source/source-file.ts'
import { refuse, type NamedSource } from '../model/source/source.ts'
import type { Surroundings } from './surroundings.ts'
import { bytesOf, isStandardInput, shownName } from './input-bytes.ts'

/**
 * Reads a hierarchy, a scenario or a fleet, from a file or as YAML from standard input; relative names in that start from the
 * current folder. Throws an `InputError`.
 */
export async function readSource(file: string, context: Surroundings): Promise<NamedSource> {
  if (!isStandardInput(file)) return readSourceFile(file, context.cwd)
  const name = shownName(file)
  const bytes = await wholeUpTo(bytesOf(file, context), largestFile)
  if (!bytes) throw refuse(name, 'file-too-large', 'it has more than 1 MiB', 'describe less')
  if (/^export default\b/m.test(bytes.toString('latin1'))) {
    throw refuse(
      name,
      'not-yaml',
      'this is a module, and YAML is read here',
      'save it to a file that ends in .ts',
    )
  }
  return readSourceBytes(name, bytes)
}
