import { isAbsolute, join } from 'node:path'
import { CommanderError } from 'commander'
import { EnvironmentError, InputError, publicErrors } from '../errors.ts'
import type { OwnProcess } from './process-of-command.ts'

/** Output of a command: a stream of the process, or anything else that takes text. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  /** Width of the terminal. */
  columns?: number
}

/** Everything that a command gets from outside, so that several commands can run in one process. */
export interface CommandContext {
  /** The arguments after `sitemode`. */
  argv: readonly string[]
  /** Opens standard input; absent where there is none. */
  stdin?(): AsyncIterable<Uint8Array>
  stdout: Output
  stderr: Output
  env: NodeJS.ProcessEnv
  ownProcess: OwnProcess
  /** Folder that relative file names are resolved against. */
  cwd: string
  /** Ends a command that runs until interrupted. The executable passes none: a signal ends its process. */
  interrupted?: AbortSignal
}

/** Path of a file for the operating system; messages show the name as typed. An empty name stays empty. */
export function pathOf(file: string, { cwd }: CommandContext): string {
  return file === '' || isAbsolute(file) ? file : join(cwd, file)
}

/** Reports a file that could not be written. */
export function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as NodeJS.ErrnoException
    // An error without a code of the operating system is a defect of ours.
    if (code === undefined) throw error
    throw new EnvironmentError(`cannot write ${file} (${code}): choose another place, or make room`)
  }
}

/** Prints one JSON document on stdout, and nothing else; without characters that a terminal obeys. */
export function printJson(value: unknown, { stdout }: CommandContext): void {
  const text = JSON.stringify(value, null, 2)
  stdout.write(`${text.replaceAll(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, inJson)}\n`)
}

function inJson(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Shows progress on one line of a terminal, and nothing elsewhere; an empty text removes the line. */
export function showProgress(text: string, { stderr }: CommandContext): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`)
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
