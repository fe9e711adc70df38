import { CommanderError } from 'commander'
import { InputError, publicErrors } from '../errors.ts'
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
  const known = publicErrors.find((kind) => error instanceof kind)
  const exitCode = known?.exitCode ?? exitCodes.internal
  stderr.write(`${failureText(error, exitCode)}\n`)
  return exitCode
}

function failureText(error: unknown, exitCode: number): string {
  const { message, stack } = error instanceof Error ? error : { message: String(error) }
  if (exitCode === exitCodes.internal)
    return `sitemode: this should not happen; please report it\n${stack ?? message}`
  return error instanceof InputError ? message : `sitemode: ${message}`
}
