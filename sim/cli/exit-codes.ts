import { CommanderError } from 'commander'
import { PkiFileError } from '../../certs/directory/pki-file-error.ts'
import { InputError } from '../model/problem.ts'
import { EnvironmentError } from '../network/errors.ts'
import type { CommandContext } from './command-context.ts'

/** What the command line ends with. */
export const exitCodes = {
  held: 0,
  /** An expectation failed, or a cell disagreed. */
  failed: 1,
  /** Usage or a file that cannot be used. */
  input: 2,
  /** An address, a port, a permission. */
  environment: 3,
  /** A defect of ours. */
  internal: 4,
  interrupted: 130,
} as const

/** Tells on stderr what went wrong, for people, and returns the exit code for it. */
export function reportFailure(error: unknown, { stderr }: Pick<CommandContext, 'stderr'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.input
  if (error instanceof InputError) {
    stderr.write(`${error.message}\n`)
    return exitCodes.input
  }
  if (error instanceof PkiFileError) {
    stderr.write(`sitemode: ${error.message}\n`)
    return exitCodes.input
  }
  if (error instanceof EnvironmentError) {
    stderr.write(`sitemode: ${error.message}\n`)
    return exitCodes.environment
  }
  stderr.write(`sitemode: this should not happen; please report it\n${errorText(error)}\n`)
  return exitCodes.internal
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
