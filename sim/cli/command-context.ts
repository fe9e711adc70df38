import { isAbsolute, join } from 'node:path'
import { CommanderError, type Command } from 'commander'
import { formatProblem, InputError, machineFaultOf, publicErrors, type Problem } from '../errors.ts'
import { printableJson } from '../printable.ts'
import type { OwnProcess } from './process-of-command.ts'
import type { Terminal } from './terminal.ts'

/** A file that is written while a command runs; each text reaches the operating system at once. */
export interface GrowingFile {
  /** Adds a text, whole or not at all. After the first failure, which is told, the file stays as it is. */
  add(text: string | Buffer): void
  lacksSomething(): boolean
  close(): void
}

/** Everything that a command gets from outside, so that several commands can run in one process. */
export interface CommandContext {
  /** The arguments after `sitemode`. */
  argv: readonly string[]
  /** Opens standard input; absent where there is none. */
  stdin?(): AsyncIterable<Uint8Array>
  stdout: Terminal
  stderr: Terminal
  env: NodeJS.ProcessEnv
  ownProcess: OwnProcess
  /** Folder that relative file names are resolved against. */
  cwd: string
  /** Ends a command that runs until interrupted. The executable passes none: a signal ends its process. */
  interrupted?: AbortSignal
  /** Files that grow with the command; closed at its end. Where one lacks something, it exits 3 in place of 0 or 1. */
  growing: GrowingFile[]
}

/** Path of a file for the operating system; messages show the name as typed. An empty name stays empty. */
export function pathOf(file: string, { cwd }: CommandContext): string {
  return file === '' || isAbsolute(file) ? file : join(cwd, file)
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
