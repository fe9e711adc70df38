import * as z from 'zod'
import type { FailureId } from '../evidence/catalogue.ts'
import { optionsOf } from '../model/source/options.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { LabResult } from '../report/command-results.ts'
import { settingsOf, settingsOptions, type HierarchySettings } from './hierarchies.ts'
import { checkPackets, jobsOf } from './jobs/processes.ts'
import { jobsOptions, longWorkOptions, openOptions } from './option-schemas.ts'
import { inThisProcess, stepping, type JobsOptions, type LongWorkOptions } from './surroundings.ts'
import { entriesNamed } from './explain.ts'

/** Options of `runLab`. */
export interface LabOptions
  extends
    HierarchySettings,
    Pick<OpenOptions, 'cache' | 'onPortTaken' | 'packets' | 'unusual'>,
    LongWorkOptions,
    JobsOptions {
  /** Only these entries of the failure catalogue. */
  only?: readonly FailureId[]
}

const { cache, onPortTaken, packets, unusual } = openOptions

const checkLab = optionsOf<LabOptions>('runLab', {
  ...{ ...settingsOptions, ...longWorkOptions, ...jobsOptions, cache, onPortTaken, packets, unusual },
  // `entriesNamed` says what is wrong with one.
  only: z.array(z.custom<FailureId>((value) => typeof value === 'string', { error: 'the id of a failure' })),
})

/**
 * Provokes every failure of the catalogue over sockets, and sees it from both ends. Each is provoked in every version of TLS and
 * style of refusal in which it exists, or only in those of the options. The result is that of `lab --json`; `progress` counts
 * attempts. A failure that is taken for another rejects nothing: `agrees` of its entry is false. Throws an `EnvironmentError`
 * where the machine does not let listeners open.
 */
export async function runLab(options: LabOptions = {}): Promise<LabResult> {
  checkLab(options)
  const entries = entriesNamed(options.only, 'only')
  const jobs = jobsOf(options)
  checkPackets(options, jobs > 1)
  const [lab, { labInJobs }] = await Promise.all([
    import('../scenario/lab/run-lab.ts'),
    import('./jobs/lab-in-jobs.ts'),
  ])
  return inThisProcess(['lab'], async (surroundings) => {
    const { onPortTaken, packets, cache } = options
    const opened = {
      ...(onPortTaken && { onPortTaken }),
      ...(packets && { packets }),
      ...(cache !== undefined && { cache }),
    }
    await using divided = jobs > 1 ? labInJobs(settingsOf(options), opened, jobs, surroundings) : undefined
    const trial = divided?.trial ?? lab.createTrial(options, options.signal)
    return await lab.runLab(entries, options, opened, stepping(options), trial)
  })
}
