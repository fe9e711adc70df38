import { dirname } from 'node:path'
import type { Command } from 'commander'
import { exitCodes, printJson, warnOfCutShort, type CommandContext, type Perform } from './command-context.ts'
import { isStandardInput, shownName } from '../library/input-bytes.ts'
import { makeReports } from '../library/keep-recording.ts'
import { readRecordingFile } from '../library/recordings.ts'
import { refuse } from '../model/source/source.ts'
import { directory } from './hierarchy-options.ts'

interface ReportOptions {
  out?: string
  json?: true
}

export function addReportCommand(program: Command, perform: Perform): void {
  program
    .command('report')
    .description('make the reports of a recording again')
    .argument('<recording>', 'recording.ndjson, as --out wrote it, or - for standard input')
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
  const beside = isStandardInput(file) ? undefined : dirname(file)
  const folder = options.out ?? beside
  if (folder === undefined) {
    const message = 'standard input lies in no folder'
    throw refuse('--out', 'no-folder', message, 'name a folder for the reports with --out')
  }
  const shownAs = shownName(file)
  const recording = await readRecordingFile(file, context)
  const files = await makeReports(recording, folder, folder === beside, context)
  const { ended, durationMs } = recording
  if (options.json) printJson({ recording: shownAs, folder, cutShort: !ended, durationMs, files }, context)
  else for (const name of files) context.stdout.say`${folder}/${name}\n`
  warnOfCutShort(shownAs, recording, context)
  return exitCodes.held
}
