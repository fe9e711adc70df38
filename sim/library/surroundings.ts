import { isAbsolute, join } from 'node:path'
import process from 'node:process'
import { EnvironmentError } from '../errors.ts'
import { ownProcess, type OwnProcess } from './own-process.ts'

/** A file that is written while a work goes on; each text reaches the operating system at once. */
export interface GrowingFile {
  /** Adds a text, whole or not at all. After the first failure, which is told, the file stays as it is. */
  add(text: string | Buffer): void
  lacksSomething(): boolean
  close(): void
}

/** How people are told something while a work goes on. */
export interface Messages {
  /** Tells a message: each value in it is somebody else's text. */
  say(pieces: TemplateStringsArray, ...values: readonly (string | number)[]): void
  /** Shows progress on one line of a terminal, and nothing elsewhere; an empty text removes the line. */
  progress(text: string): void
}

/** Everything that a work gets from outside, so that several can go on in one process. */
export interface Surroundings {
  /** The arguments after `sitemode`: those that it was called with, or that come to the same. */
  argv: readonly string[]
  /** Opens standard input; absent where there is none. */
  stdin?(): AsyncIterable<Uint8Array>
  stderr: Messages
  env: NodeJS.ProcessEnv
  ownProcess: OwnProcess
  /** Folder that relative file names are resolved against. */
  cwd: string
  /** Files that grow with the work; closed at its end. */
  growing: GrowingFile[]
}

/** Path of a file for the operating system; messages show the name as typed. An empty name stays empty. */
export function pathOf(file: string, { cwd }: Pick<Surroundings, 'cwd'>): string {
  return file === '' || isAbsolute(file) ? file : join(cwd, file)
}

const own = ownProcess(process)

/**
 * Does a work for a program that imports the library. What people would be told reaches the program by options and results, and
 * a file that lacks something by an `EnvironmentError`.
 */
export async function inThisProcess<Result>(
  argv: readonly string[],
  work: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  const growing: GrowingFile[] = []
  let said = ''
  const stderr: Messages = {
    say: (pieces, ...values) => void (said += String.raw(pieces, ...values)),
    progress: () => undefined,
  }
  // GitHub's summary of a job is for the command: a program did not ask for it.
  const env = { ...process.env, GITHUB_STEP_SUMMARY: undefined }
  try {
    const result = await work({ argv, stderr, env, ownProcess: own, cwd: '.', growing })
    if (growing.some((file) => file.lacksSomething())) throw new EnvironmentError(said.trim())
    return result
  } finally {
    for (const file of growing) file.close()
  }
}

/** Options of the functions that may take long. */
export interface LongWorkOptions {
  /** Ends the work after what is in progress, with the signal's reason; all that it opened is closed by then. */
  signal?: AbortSignal
  /** Called after each piece of the work. */
  progress?: (done: number, total: number) => void
}

/** Calls `progress`, unless the work is to end: then it throws the signal's reason. */
export function stepping({ signal, progress }: LongWorkOptions): (done: number, total: number) => void {
  signal?.throwIfAborted()
  return (done, total) => {
    progress?.(done, total)
    signal?.throwIfAborted()
  }
}
