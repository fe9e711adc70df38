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

/** The surroundings of a work of a program that imports the library. */
export interface OwnSurroundings extends Disposable {
  surroundings: Surroundings
  /** Throws an `EnvironmentError` where a file lacks something. */
  checkFiles(): void
}

/**
 * Surroundings in which what people would be told reaches the program by options and results. Declare them with `using`: until then
 * files grow. `argv`: what the command would be called with.
 */
export function ownSurroundings(argv: readonly string[]): OwnSurroundings {
  const growing: GrowingFile[] = []
  let said = ''
  const stderr: Messages = {
    say: (pieces, ...values) => void (said += String.raw(pieces, ...values)),
    progress: () => undefined,
  }
  // GitHub's summary of a job is for the command: a program did not ask for it.
  const env = { ...process.env, GITHUB_STEP_SUMMARY: undefined }
  return {
    surroundings: { argv, stderr, env, ownProcess: own, cwd: '.', growing },
    checkFiles() {
      if (growing.some((file) => file.lacksSomething())) throw new EnvironmentError(said.trim())
    },
    [Symbol.dispose]() {
      for (const file of growing) file.close()
    },
  }
}

/** Does a work for a program that imports the library. A file that lacks something at its end is an `EnvironmentError`. */
export async function inThisProcess<Result>(
  argv: readonly string[],
  work: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  using its = ownSurroundings(argv)
  const result = await work(its.surroundings)
  its.checkFiles()
  return result
}

/** Where a work leaves what it has recorded. */
export interface OutOptions {
  /** Folder that gets the recording line by line, and at the end every report made of it; by default nothing is written. */
  out?: string
}

/** Options of the functions that may take long. */
export interface LongWorkOptions {
  /** Ends the work after what is in progress, with the signal's reason; all that it opened is closed by then. */
  signal?: AbortSignal
  /** Called after each piece of the work. */
  progress?: (done: number, total: number) => void
}

/** How many processes a work is divided among. */
export interface JobsOptions {
  /**
   * Processes among which the work is divided, from 1 to 256; `auto`: one for each core; 1 by default: this process. Each is the
   * package's own command, whatever started this one. The result is the same as of one process.
   */
  jobs?: number | 'auto'
}

/** Calls `progress`, unless the work is to end: then it throws the signal's reason. */
export function stepping({ signal, progress }: LongWorkOptions): (done: number, total: number) => void {
  signal?.throwIfAborted()
  return (done, total) => {
    progress?.(done, total)
    signal?.throwIfAborted()
  }
}
