import { median, middleHalf, round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { runWhole } from './whole-command.ts'

const rounds = 3

/** The shipped scenarios in two processes and in one, in turns, as whole commands. */
export function twoJobs(): BenchResult[] {
  using folder = temporaryFolder()
  const seconds = (jobs: number): number => runWhole(['run', '--jobs', String(jobs)], folder.path).seconds
  // Keys and certificates are made once, and count for neither.
  seconds(2)
  const pairs = Array.from({ length: rounds }, () => ({ one: seconds(1), two: seconds(2) }))
  const ratios = pairs.map(({ one, two }) => one / two)
  return [
    {
      name: 'two-jobs',
      value: round(median(pairs.map(({ two }) => two))),
      unit: 's',
      reference: { name: 'one process', value: round(median(pairs.map(({ one }) => one))) },
      ratio: round(median(ratios)),
      target: 1.8,
      note:
        `\`sitemode run --jobs 2\` of all shipped scenarios, medians of ${rounds} pairs; the ratio is ` +
        `how many times as fast it is as one process, and needs two cores that are free; the ratios lie in ${middleHalf(ratios)}`,
    },
  ]
}
