import { CommanderError, type Command } from 'commander'
import { formatProblem, InputError, machineFaultOf, publicErrors, type Problem } from '../errors.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { Surroundings } from '../library/surroundings.ts'
import { printableJson } from '../printable.ts'
import type { Terminal } from './terminal.ts'

export { pathOf } from '../library/surroundings.ts'

/** Everything that a command gets from outside. Where a growing file lacks something at its end, it exits 3 in place of 0 or 1. */
export interface CommandContext extends Surroundings {
  stdout: Terminal
  stderr: Terminal
  /** Ends a command that runs until interrupted; the reason is the signal. */
  interrupted?: AbortSignal
  /**
   * Tells the executable that the command ends by itself once it is interrupted. Any other command, and one that is interrupted
   * again, ends with its process.
   */
  endsByItself?(): void
}

/** Prints one JSON document on stdout, and nothing else. */
export function printJson(value: unknown, { stdout }: CommandContext): void {
  stdout.document(`${printableJson(value, 2)}\n`)
}

/** Resolves once the command is interrupted. */
export function interruption({ interrupted }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted?.aborted) resolve()
    else interrupted?.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The exit code of a command that ended by itself once it was interrupted. */
export function exitCodeOfInterruption({ interrupted }: CommandContext): number {
  return interrupted?.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted
}

/** Carries out a command, which gets its context and resolves to its exit code. */
export type Perform = (command: (context: CommandContext) => number | Promise<number>) => Promise<void>

/** The command line with one of its commands, which it only describes; with all of them where it has none of that name. */
export type Describe = (wanted: string) => Promise<Command>

/** Exit codes of the command line. */
export const exitCodes = {
  held: 0,
  /** An expectation failed, or a cell disagreed. */
  failed: 1,
  /** Wrong usage, or a file that cannot be used. */
  input: 2,
  /** An address, a port, a permission. */
  environment: 3,
  /** A defect of ours. */
  internal: 4,
  interrupted: 130,
  /** Interrupted by SIGTERM. */
  terminated: 143,
} as const

/** Writes what went wrong to stderr and returns its exit code. */
export function reportFailure(error: unknown, { stderr }: Pick<CommandContext, 'stderr'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.input
  const known = publicErrors.find((kind) => error instanceof kind)
  const exitCode = known?.exitCode ?? (machineFaultOf(error) ? exitCodes.environment : exitCodes.internal)
  for (const line of failureLines(error, exitCode)) stderr.say`${line}\n`
  return exitCode
}

function failureLines(error: unknown, exitCode: number): string[] {
  if (error instanceof InputError) return error.problems.map(formatProblem)
  const { message, stack } = error instanceof Error ? error : { message: String(error) }
  const fault = machineFaultOf(error)
  if (exitCode !== exitCodes.internal) return [`sitemode: ${message}${fault ? `: ${fault}` : ''}`]
  return ['sitemode: this should not happen; please report it', ...(stack ?? message).split('\n')]
}

/** Tells the warnings about a file. */
export function warnOf(warnings: Iterable<Problem>, { stderr }: Pick<CommandContext, 'stderr'>): void {
  for (const warning of new Set([...warnings].map(formatProblem))) stderr.say`${warning}\n`
}

/** Says of a run that was cut short that it was. */
export function warnOfCutShort(
  file: string,
  { ended, durationMs }: Recording,
  { stderr }: Pick<CommandContext, 'stderr'>,
): void {
  if (!ended) stderr.say`${file}: the run was cut short after ${Math.round(durationMs)} ms\n`
}
