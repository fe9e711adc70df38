import type { Recording } from '../evidence/recording/recording.ts'
import { refuse } from '../model/source/source.ts'
import { diffOf, diffOfPlans, hasEndings, type Diff } from '../report/diff/compare.ts'
import { diffPage } from '../report/html/diff-page.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { noColors, toldInWords } from '../report/terminal/colors.ts'
import { diffText as inWords } from '../report/terminal/diff-text.ts'
import { checkCompared, checkDiff, checkRecording, checkText } from './given.ts'
import { makeReports } from './keep-recording.ts'
import { readCompared, readRecordingFile, type Compared } from './recordings.ts'
import { inThisProcess } from './surroundings.ts'

/**
 * Reads a recording: the `recording.ndjson` that `out` or `--out` wrote. One whose run was cut short is read as far as it goes, and
 * its `ended` is false. Throws an `InputError` that names the line, or an `EnvironmentError`.
 */
export async function readRecording(file: string): Promise<Recording> {
  checkText('readRecording', file, {
    what: 'the name of a file',
    remedy: 'name a recording.ndjson that `out` wrote',
  })
  return inThisProcess(['report', file], (surroundings) => readRecordingFile(file, surroundings))
}

/**
 * Writes every report of a recording into a folder, in place of those of an earlier run, and resolves to their paths below it. Throws
 * an `EnvironmentError` where the folder cannot be written, or another run writes to it.
 */
export async function writeReports(recording: Recording, folder: string): Promise<string[]> {
  checkRecording('writeReports', recording)
  checkText('writeReports', folder, {
    what: 'the name of a folder',
    remedy: 'name the folder for the reports',
  })
  return inThisProcess(['report', '--out', folder], (surroundings) =>
    makeReports(recording, folder, false, surroundings),
  )
}

/** The reports that one text holds: a page for a browser, a summary in Markdown, and formats of test runners. */
export type ReportKind = 'html' | 'markdown' | 'tap' | 'junit'

/** A report of a recording as a text. Throws a `RangeError` where it would be longer than a text can be: 512 MiB. */
export async function reportText(recording: Recording, kind: ReportKind): Promise<string> {
  checkRecording('reportText', recording)
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

/**
 * Compares two recordings or two plans, and says what ended in another way: each in memory, or the name of a `recording.ndjson`, of
 * the folder that `out` named, or of a file with a plan as JSON. Times, ports and addresses are not compared. The result is that of
 * `diff --json`. Throws an `InputError` where one is neither or has nothing that can be compared, or the two are of two kinds.
 */
export async function diff(
  before: string | Recording | PlanResult,
  after: string | Recording | PlanResult,
): Promise<Diff> {
  for (const one of [before, after]) if (typeof one !== 'string') checkCompared('diff', one)
  return inThisProcess(['diff'], async (surroundings) => {
    const read = (one: string | Recording | PlanResult, name: string): Compared | Promise<Compared> =>
      typeof one === 'string' ? readCompared(one, surroundings) : comparedOf(one, name)
    return diffBetween(await read(before, 'before'), await read(after, 'after'))
  })
}

/** What the text of a diff is for: a terminal, without colours, or a browser, as a page in one file. */
export type DiffTextKind = 'terminal' | 'html'

/**
 * What ended in another way, as a text: what `diff` prints, or the page that `diff --html` writes. Nothing in it that a stranger
 * wrote is obeyed by a terminal, a build server or a browser. Throws a `RangeError` where it would be longer than a text can be:
 * 512 MiB.
 */
export function diffText(found: Diff, kind: DiffTextKind = 'terminal'): string {
  checkDiff('diffText', found)
  switch (kind) {
    case 'terminal':
      return toldInWords(found, inWords, noColors)
    case 'html':
      return diffPage(found)
  }
}

/** A recording or a plan in memory under a name. */
export function comparedOf(one: Recording | PlanResult, name: string): Compared {
  return 'hierarchies' in one
    ? { kind: 'recording', name, recording: one }
    : { kind: 'plan', name, plan: one }
}

/** Compares two of a kind. Throws an `InputError` where they are of two, or have nothing that can be compared. */
export function diffBetween(before: Compared, after: Compared): Diff {
  for (const one of [before, after]) {
    if (one.kind === 'plan' || hasEndings(one.recording)) continue
    const message = 'no scenario, step or cell is in this recording'
    throw refuse(one.name, 'nothing-to-compare', message, 'name a recording of run, or of matrix')
  }
  if (before.kind === 'recording' && after.kind === 'recording') return diffOf(before, after)
  if (before.kind === 'plan' && after.kind === 'plan') return diffOfPlans(before, after)
  const message = `this is a ${after.kind}, and ${before.name} is a ${before.kind}`
  throw refuse(after.name, 'recording-and-plan', message, 'name two recordings, or two plans')
}
