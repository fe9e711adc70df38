import * as z from 'zod'
import type { Journal, RecordedLine } from '../../evidence/recording/event.ts'
import { checkedLine } from '../../evidence/recording/line-schemas.ts'
import { numbered } from '../../evidence/recording/recording-text.ts'
import { renumbered } from '../../evidence/recording/renumber.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Scenario } from '../../scenario/load-scenario.ts'
import type { Progress } from '../../scenario/run-scenarios.ts'
import type { CommandContext } from '../command-context.ts'
import { inJobs } from './jobs.ts'

/** The lines of one scenario, whose attempts count from the first. */
export async function linesOf(scenario: Scenario | undefined, options: OpenOptions): Promise<RecordedLine[]> {
  const lines: RecordedLine[] = []
  const { recordScenarios } = await import('../../scenario/run-scenarios.ts')
  const journal = numbered('', (line) => void lines.push(line))
  if (scenario) await recordScenarios([scenario], { ...options, journal })
  return lines
}

/** Divides scenarios among processes, and records them in their order. Resolves to the number of attempts. */
export async function recordInJobs(
  scenarios: readonly Scenario[],
  jobs: number,
  journal: Journal,
  progress: Progress,
  context: CommandContext,
): Promise<number> {
  let attempts = 0
  await inJobs(context, { units: scenarios.length, jobs }, (result, unit) => {
    const before = attempts
    for (const read of z.array(z.unknown()).parse(result)) {
      const checked = checkedLine(read)
      if ('wrong' in checked) throw new Error(`a job sent no line of a recording: ${checked.wrong}`)
      if (checked.line.type === 'attempt') attempts += 1
      journal(renumbered(checked.line, before))
    }
    const [scenario] = scenarios.slice(unit, unit + 1)
    if (scenario) progress(unit + 1, scenario)
  })
  return attempts
}
