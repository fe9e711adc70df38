import type { Recording } from '../evidence/recording/recording.ts'
import { makeReports } from './keep-recording.ts'
import { readRecordingFile } from './recordings.ts'
import { inThisProcess } from './surroundings.ts'

/**
 * Reads a recording: the `recording.ndjson` that `out` or `--out` wrote. One whose run was cut short is read as far as it goes, and
 * its `ended` is false. Throws an `InputError` that names the line, or an `EnvironmentError`.
 */
export function readRecording(file: string): Promise<Recording> {
  return inThisProcess(['report', file], (surroundings) => readRecordingFile(file, surroundings))
}

/**
 * Writes every report of a recording into a folder, in place of those of an earlier run, and resolves to their paths below it. Throws
 * an `EnvironmentError` where the folder cannot be written, or another run writes to it.
 */
export function writeReports(recording: Recording, folder: string): Promise<string[]> {
  return inThisProcess(['report', '--out', folder], (surroundings) =>
    makeReports(recording, folder, false, surroundings),
  )
}

/** The reports that one text holds: a page for a browser, a summary in Markdown, and formats of test runners. */
export type ReportKind = 'html' | 'markdown' | 'tap' | 'junit'

/** A report of a recording as a text. Throws a `RangeError` where it would be longer than a text can be: 512 MiB. */
export async function reportText(recording: Recording, kind: ReportKind): Promise<string> {
  switch (kind) {
    case 'html': {
      const { reportPage } = await import('../report/html/report-page.ts')
      return [...reportPage(recording)].join('')
    }
    case 'markdown': {
      const { jobSummary } = await import('../report/job-summary.ts')
      return jobSummary(recording)
    }
    case 'tap': {
      const [{ runTap }, { runResultOf }] = await Promise.all([
        import('../report/run-tap.ts'),
        import('../report/run-result.ts'),
      ])
      return runTap(runResultOf(recording))
    }
    case 'junit': {
      const { runJunit } = await import('../report/run-junit.ts')
      return runJunit(recording)
    }
  }
}
