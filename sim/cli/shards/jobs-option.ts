import { InvalidArgumentError, type Command } from 'commander'
import { jobsIn } from '../../library/jobs/processes.ts'

/** `divided`: completes “processes among which … divided”. */
export function addJobsOption(command: Command, divided: string): Command {
  const described = `processes among which ${divided} divided; auto: one for each core`
  return command.option('--jobs <n>', described, readJobs, 1)
}

export function readJobs(text: string): number {
  const jobs = jobsIn(text === 'auto' ? text : Number(text))
  if (jobs !== undefined) return jobs
  throw new InvalidArgumentError('Write a number from 1 to 256, or auto.')
}
