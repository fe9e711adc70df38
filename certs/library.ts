import { lackOfDescriptors } from '../sim/descriptors.ts'
import { machineError } from '../sim/errors.ts'

/** Waits for a library. Where Node lacks a descriptor to look for a package, it says that there is none. */
export async function loaded<Library>(library: Promise<Library>): Promise<Library> {
  try {
    return await library
  } catch (error) {
    throw machineError('cannot load a library', lackOfDescriptors()) ?? error
  }
}
