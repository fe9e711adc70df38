import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { readRecording, RecordingError } from '../evidence/recording/recording-text.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { refuse } from '../model/source/refuse.ts'
import { exitCodes } from './exit-codes.ts'
import { directory } from './hierarchy-options.ts'
import { printJson } from './print-json.ts'
import { writeOutput } from './write-output.ts'

interface ReportOptions {
  out?: string
  json?: true
}

export function addReportCommand(program: Command): void {
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
    .action(report)
}

async function report(file: string, options: ReportOptions): Promise<void> {
  const folder = options.out ?? dirname(file)
  const recording = await read(file)
  const files = await writeOutput(folder, recording)
  const { ended, durationMs } = recording
  if (options.json) printJson({ recording: file, folder, cutShort: !ended, durationMs, files })
  else process.stdout.write(files.map((name) => `${folder}/${name}\n`).join(''))
  if (!ended) process.stderr.write(`${file}: the run was cut short after ${Math.round(durationMs)} ms\n`)
  process.exitCode = exitCodes.held
}

async function read(file: string): Promise<Recording> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    throw refuse(file, 'unreadable-file', `the file cannot be read (${code})`, 'check the path')
  })
  try {
    return readRecording(text)
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error
    throw refuse(file, 'no-recording', error.message, 'name a recording.ndjson that --out wrote', {
      line: error.line,
    })
  }
}
