import type { Attempt } from '../../evidence/attempt.ts'
import { colors } from './colors.ts'
import { failureLines } from '../in-words.ts'
import { sentenceColumn, storyLineText } from './story-text.ts'
import type { TracedStep, TraceLine, TraceResult } from '../run-result.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** A client's story for people: numbered sentences, each with its rule and the attempt that shows it. */
export function traceText(trace: TraceResult): string {
  const { client, name, file, story, steps, attempts } = trace
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const told = steps.flatMap((step, index) => [
    ...story.flatMap((line, place) => (line.step === index ? [lineText(line, place, byId)] : [])),
    ...(step.passed ? [] : [failureText(step)]),
  ])
  return [wrapped(`${client}: ${name}`, ''), colors.dim(file), '', ...told, '', verdict(trace), ''].join('\n')
}

function lineText(line: TraceLine, place: number, byId: ReadonlyMap<string, Attempt>): string {
  return storyLineText(`${place + 1}`.padStart(sentenceColumn - 2), line, byId)
}

function failureText(step: TracedStep): string {
  const lines = [step.name, ...failureLines(step)]
  return lines
    .map((line, index) => colors.red(besideLabel(index === 0 ? '   ✗' : '', sentenceColumn, line)))
    .join('\n')
}

function verdict({ passed, steps, file }: TraceResult): string {
  if (passed) return colors.green('Everything that the scenario expects held.')
  const failed = steps.filter((step) => !step.passed).length
  if (failed === 0) return colors.red(`A step of another client failed; sitemode run ${file} tells which.`)
  return colors.red(failed === 1 ? 'One step failed.' : `${failed} steps failed.`)
}
