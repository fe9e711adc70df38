import { EnvironmentError } from '../network/environment-error.ts'

/** Tells of a file that could not be written, for people. */
export function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    const { code, message } = error as NodeJS.ErrnoException
    throw new EnvironmentError(
      `cannot write ${file} (${code ?? message}): choose another place, or make room`,
    )
  }
}
