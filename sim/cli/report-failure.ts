import { CommanderError } from 'commander'
import { InputError, publicErrors } from '../errors.ts'
import { exitCodes } from './exit-codes.ts'

/** Tells on stderr what went wrong, for people, and resolves to the exit code for it. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.input
  const known = publicErrors.find((kind) => error instanceof kind)
  const exitCode = known?.exitCode ?? exitCodes.internal
  process.stderr.write(`${failureText(error, exitCode)}\n`)
  return exitCode
}

function failureText(error: unknown, exitCode: number): string {
  const { message, stack } = error instanceof Error ? error : { message: String(error) }
  if (exitCode === exitCodes.internal)
    return `sitemode: this should not happen; please report it\n${stack ?? message}`
  return error instanceof InputError ? message : `sitemode: ${message}`
}
