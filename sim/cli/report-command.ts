import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { readRecording, RecordingError } from '../evidence/recording/recording-text.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { refuse } from '../model/source/source.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { directory } from './hierarchy-options.ts'
import { refuseOtherThanFile } from './input-bytes.ts'
import { writeOutput } from './keep-recording.ts'
import { holdFolder, removeReports, tryHold } from './results-folder.ts'

interface ReportOptions {
  out?: string
  json?: true
}

export function addReportCommand(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('make the reports of a recording again')
    .argument('<recording>', 'recording.ndjson, as --out wrote it')
    .option('--out <dir>', 'folder for the reports (default: that of the recording)', directory)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode run --out results
  sitemode report results/recording.ndjson
  sitemode report results/recording.ndjson --out elsewhere --json

Opens no socket. A recording that was cut short gives reports that say so.
Exits 0 when the reports are written, 2 when the file is no recording.`,
    )
    .action((file: string, options: ReportOptions) => perform((context) => report(file, options, context)))
}

async function report(file: string, options: ReportOptions, context: CommandContext): Promise<number> {
  const beside = dirname(file)
  const folder = options.out ?? beside
  const recording = await read(file, context)
  // Reports of a run that is in progress are its own results, and may stand beside its recording.
  using held = folder === beside ? tryHold(folder, context) : holdFolder(folder, context)
  const directory = pathOf(folder, context)
  if (held) removeReports(directory)
  const files = await writeOutput(directory, recording)
  const { ended, durationMs } = recording
  if (options.json) printJson({ recording: file, folder, cutShort: !ended, durationMs, files }, context)
  else for (const name of files) context.stdout.say`${folder}/${name}\n`
  if (!ended) context.stderr.say`${file}: the run was cut short after ${Math.round(durationMs)} ms\n`
  return exitCodes.held
}

async function read(file: string, context: CommandContext): Promise<Recording> {
  await refuseOtherThanFile(file, 'name a recording.ndjson that --out wrote', context)
  const text = await readFile(pathOf(file, context), 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    throw refuse(file, 'unreadable-file', `the file cannot be read (${code})`, 'check the path')
  })
  try {
    return readRecording(text)
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    throw refuse(file, 'no-recording', error.message, 'name a recording.ndjson that --out wrote', {
      line: error.line,
      ...(error.field !== undefined && { field: error.field }),
    })
  }
}
