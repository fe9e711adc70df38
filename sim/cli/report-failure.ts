import { CommanderError } from 'commander'
import { PkiFileError } from '../../certs/directory/pki-file-error.ts'
import { InputError } from '../model/problem.ts'
import { EnvironmentError } from '../network/errors.ts'
import { exitCodes } from './exit-codes.ts'

/** Tells on stderr what went wrong, for people, and resolves to the exit code for it. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.input
  if (error instanceof InputError) {
    process.stderr.write(`${error.message}\n`)
    return exitCodes.input
  }
  if (error instanceof PkiFileError) {
    process.stderr.write(`sitemode: ${error.message}\n`)
    return exitCodes.input
  }
  if (error instanceof EnvironmentError) {
    process.stderr.write(`sitemode: ${error.message}\n`)
    return exitCodes.environment
  }
  process.stderr.write(`sitemode: this should not happen; please report it\n${errorText(error)}\n`)
  return exitCodes.internal
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
