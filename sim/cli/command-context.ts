import { isAbsolute, join } from 'node:path'

/** Where a command prints: a stream of the process, or whatever else takes text. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  /** Width of the terminal. */
  columns?: number
}

/** All that a command has of its surroundings: several commands run in one process. */
export interface CommandContext {
  /** What stood after `sitemode`. */
  argv: readonly string[]
  stdout: Output
  stderr: Output
  env: NodeJS.ProcessEnv
  /** The folder that names of files start from. */
  cwd: string
  /** Ends what runs until it is interrupted. The executable gives none: a signal ends its whole process. */
  interrupted?: AbortSignal
}

/** Path of a file that somebody named, for the system; messages have the name. An empty one stays empty. */
export function pathOf(file: string, { cwd }: CommandContext): string {
  return file === '' || isAbsolute(file) ? file : join(cwd, file)
}

/** One JSON document on stdout, and nothing else there. */
export function printJson(value: unknown, { stdout }: CommandContext): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** How far a command has come, on one line of a terminal; an empty text takes it away. Nothing where nobody looks. */
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

/** Carries a command out, which is given its context and resolves to its exit code. */
export type Perform = (command: (context: CommandContext) => number | Promise<number>) => Promise<void>
