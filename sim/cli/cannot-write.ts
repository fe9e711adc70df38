import { EnvironmentError } from '../network/errors.ts'

/** Tells of a file that could not be written, for people. */
export function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException
    // Whatever the system has no code for is a defect of ours.
    if (code === undefined) throw error
    throw new EnvironmentError(`cannot write ${file} (${code}): choose another place, or make room`)
  }
}
