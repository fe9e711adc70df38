import { randomBytes } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { EnvironmentError } from '../errors.ts'
import {
  recordingFormat,
  type Journal,
  type RecordedLine,
  type RunBegan,
} from '../evidence/recording/event.ts'
import { numbered, lineText, stopwatch } from '../evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../evidence/recording/recording.ts'
import type { OutputFile } from '../report/output-file.ts'
import { packageVersion } from '../shipped.ts'
import { pathOf, type GrowingFile, type Surroundings } from './surroundings.ts'
import { openGrowingFile } from './growing-file.ts'
import { readRecordingFile, recordingName } from './recordings.ts'
import { holdFolder, removeReports, tryHold, writeReports } from './results-folder.ts'

/** Declare it with `using`, which closes its file and lets other runs write to its folder. */
export interface KeptRecording extends Disposable {
  journal: Journal
  recording: Recording
  /** Ends the recording; with a folder, writes the reports beside it. */
  end(): Promise<void>
  /** Ends the recording, and leaves its reports to `sitemode report`. */
  endWithoutReports(): void
}

interface RecordingOptions {
  /** So many of the latest are kept in memory; by default all. */
  keptRequests?: number
  /** Gets each event once it is recorded. */
  shown?: Journal
  /** The milliseconds since the run began; by default by the machine's clock. */
  now?: () => number
}

/**
 * Records what a command does: for its own use, and with `folder` also line by line on disk, so that every line
 * survives however the process ends. What an earlier run left in the folder is removed first.
 */
export function keepRecording(
  folder: string | undefined,
  context: Surroundings,
  { keptRequests, shown, now = stopwatch() }: RecordingOptions = {},
): KeptRecording {
  const recording = emptyRecording()
  const keep = follow(recording, keptRequests)
  const directory = folder === undefined ? undefined : pathOf(folder, context)
  const file = folder === undefined ? undefined : openRecording(folder, context)
  const write = (line: RecordedLine): void => {
    file?.add(lineText(line))
    keep(line)
    shown?.(line)
  }
  const journal = numbered(randomBytes(4).toString('hex'), write, now)
  journal(runBegan(context.argv))
  const callOff = context.ownProcess.onTimeLost(journal)
  const endWithoutReports = (): void => journal({ type: 'ended', durationMs: Math.round(now()) })
  return {
    journal,
    recording,
    endWithoutReports,
    async end() {
      endWithoutReports()
      if (directory !== undefined) await writeOutput(directory, recording)
      await summarizeJob(recording, context)
    },
    [Symbol.dispose]() {
      callOff()
      file?.close()
    },
  }
}

/** Declare it with `using`, which closes its file and lets other runs write to its folder. */
export interface JoinedRecording extends Disposable {
  /** Adds a line, which gets the run and the number that it has here. */
  add(line: RecordedLine): void
  /** Ends the recording, and writes the reports beside it, if Node has the memory. */
  end(durationMs: number): Promise<void>
}

/** Writes the lines of several recordings as one, without keeping them. */
export function joinRecording(
  folder: string,
  command: readonly string[],
  context: Surroundings,
): JoinedRecording {
  const file = openRecording(folder, context)
  const run = randomBytes(4).toString('hex')
  let sequence = 0
  const write = (line: RecordedLine): void => file.add(lineText({ ...line, run, sequence: sequence++ }))
  write({ run, sequence, ms: 0, ...runBegan(command) })
  let [openedAt, longest] = [0, 0]
  return {
    add(line) {
      if (line.type === 'opened') openedAt = sequence
      write(line)
      longest = Math.max(longest, sequence - openedAt)
    },
    async end(durationMs) {
      write({ run, sequence, ms: durationMs, type: 'ended', durationMs: Math.round(durationMs) })
      // Told already: the command exits with 3.
      if (file.lacksSomething()) return
      const lacking = lackingMemory({ all: sequence, longest })
      const recorded = join(folder, recordingName)
      if (lacking !== undefined) {
        context.stderr.say`sitemode: ${recorded} is whole; ${lacking}\n`
        return
      }
      await writeOutput(pathOf(folder, context), await readRecordingFile(recorded, context))
    },
    [Symbol.dispose]: () => file.close(),
  }
}

function runBegan(command: readonly string[]): RunBegan {
  return {
    type: 'run',
    format: recordingFormat,
    command: [...command],
    startedAt: new Date().toISOString(),
    versions: { sitemode: packageVersion(), node: process.version, openssl: process.versions.openssl },
  }
}

/** Creates the folder and its recording. Each line reaches the kernel before the next event happens. */
function openRecording(folder: string, context: Surroundings): GrowingFile {
  const held = holdFolder(folder, context)
  try {
    removeReports(pathOf(folder, context))
    const file = openGrowingFile(join(folder, recordingName), 'empty', context)
    return {
      ...file,
      close() {
        file.close()
        held[Symbol.dispose]()
      },
    }
  } catch (error) {
    held[Symbol.dispose]()
    throw error
  }
}

/** Appends to the job summary that GitHub shows. A failure to write it does not fail the command. */
async function summarizeJob(recording: Recording, context: Surroundings): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file = '' } = context.env
  if (file === '') return
  try {
    const { jobSummary } = await import('../report/job-summary.ts')
    await appendFile(pathOf(file, context), jobSummary(recording))
  } catch (error) {
    context.stderr.say`sitemode: no job summary: ${(error as Error).message}\n`
  }
}

/**
 * Writes every report of a recording into a folder; resolves to their paths below it. Throws an `EnvironmentError`, also where
 * the recording is too large.
 */
async function writeOutput(folder: string, recording: Recording): Promise<string[]> {
  const counts = recording.hierarchies.map(({ lines }) => lines.length)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const longest = counts.reduce((most, count) => Math.max(most, count), 0)
  const lacking = lackingMemory({ all, longest })
  if (lacking !== undefined) throw new EnvironmentError(lacking)
  // Loaded on demand: a command without reports need not wait for it.
  const { outputFiles } = await import('../report/output-files.ts')
  const files = await writtenTo(folder, () => outputFiles(recording))
  return files.map(({ path }) => path)
}

/**
 * Makes the reports of a recording in place of those that a folder has; resolves to their paths below it. `besideRecording`: the
 * folder is that of the recording itself.
 */
export async function makeReports(
  recording: Recording,
  folder: string,
  besideRecording: boolean,
  context: Surroundings,
): Promise<string[]> {
  // Reports of a run that is in progress are its own results, and may stand beside its recording.
  using held = besideRecording ? tryHold(folder, context) : holdFolder(folder, context)
  const directory = pathOf(folder, context)
  if (held) removeReports(directory)
  return await writeOutput(directory, recording)
}

/** Lines of a recording, and of the longest hierarchy in it. */
interface Lines {
  all: number
  longest: number
}

/**
 * Bytes needed for each line of a recording, and besides for each line of one hierarchy, whose part of the page is made at
 * once: both measured on 180,000 attempts. And what the program itself takes.
 */
const [neededPerLine, neededAtOnce, neededAnyway] = [6_000, 16_000, 100_000_000]

/** What the reports of so many lines lack, in words: Node ends a process that has no memory left without any. */
function lackingMemory({ all, longest }: Lines): string | undefined {
  const needed = neededAnyway + all * neededPerLine + longest * neededAtOnce
  const { heap_size_limit: limit } = getHeapStatistics()
  if (needed < limit) return undefined
  const [has, needs] = [limit, needed].map((bytes) => Math.ceil(bytes / 1024 / 1024))
  return (
    `the reports need ${needs} MiB of memory, and Node may use ${has}: set NODE_OPTIONS=--max-old-space-size=${needs}, ` +
    'and make them from the recording with sitemode report'
  )
}

async function writtenTo(folder: string, make: () => OutputFile[]): Promise<OutputFile[]> {
  try {
    const files = make()
    await writeReports(folder, files)
    return files
  } catch (error) {
    // V8's bound on texts: 512 MiB. Reports are longer, but none of their pieces.
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error
    throw new EnvironmentError(
      'a part of a report would be longer than a text can be (512 MiB): record less on one hierarchy',
    )
  }
}
