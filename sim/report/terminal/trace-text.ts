import type { Attempt } from '../../evidence/attempt.ts'
import type { StoryLine } from '../../evidence/results.ts'
import { timeLostInWords } from '../../evidence/time-lost.ts'
import { attemptInShort, failureLines } from '../in-words.ts'
import type { TimeLostInTrace, TracedStep, TraceLine, TraceResult } from '../run-result.ts'
import { addressAsTold } from '../told-in-words.ts'
import type { Colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** A client's story for people: numbered sentences, each with its rule and the attempt that shows it. */
export function traceText(trace: TraceResult, colors: Colors): string {
  const { client, name, file, story, steps, attempts, timeLost = [] } = trace
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const lostAfter = (begun: number): string[] =>
    timeLost.filter(({ stepsBegun }) => stepsBegun === begun).map((lost) => lostText(lost, colors))
  const lines = steps.flatMap((step, index) => [
    ...story.flatMap((line, place) => (line.step === index ? [lineText(line, place, byId, colors)] : [])),
    ...(step.passed ? [] : [failureText(step, colors)]),
    ...lostAfter(index + 1),
  ])
  return [
    wrapped(`${client}: ${name}`, ''),
    colors.dim(file),
    '',
    ...lostAfter(0),
    ...lines,
    '',
    verdict(trace, colors),
    '',
  ].join('\n')
}

function lineText(
  line: TraceLine,
  place: number,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  return storyLineText(`${place + 1}`.padStart(sentenceColumn - 2), line, byId, colors)
}

function lostText(lost: TimeLostInTrace, colors: Colors): string {
  return colors.yellow(besideLabel('   !', sentenceColumn, `Meanwhile, ${timeLostInWords(lost)}.`))
}

function failureText(step: TracedStep, colors: Colors): string {
  const lines = [step.name, ...failureLines(step)]
  return lines
    .map((line, index) => colors.red(besideLabel(index === 0 ? '   ✗' : '', sentenceColumn, line)))
    .join('\n')
}

function verdict({ passed, steps, file }: TraceResult, colors: Colors): string {
  if (passed) return colors.green('Everything that the scenario expects held.')
  const failed = steps.filter((step) => !step.passed).length
  if (failed === 0) return colors.red(`A step of another client failed; sitemode run ${file} tells which.`)
  return colors.red(failed === 1 ? 'One step failed.' : `${failed} steps failed.`)
}

/** Column where the sentences of a story begin. */
const sentenceColumn = 6

/**
 * A sentence of a story beside its label. Below it, its rule and the attempt that shows it; then where that attempt went,
 * and who had told the client.
 */
export function storyLineText(
  label: string,
  { sentence, rule, attempt }: StoryLine,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const shown = byId.get(attempt ?? '')
  const by = [...(rule === null ? [] : [rule]), ...(shown ? [attemptInShort(shown)] : [])].join(', ')
  const address = shown && addressAsTold(shown, byId)
  return [
    besideLabel(label, sentenceColumn, sentence),
    ...(by === '' ? [] : [colors.dim(besideLabel('', sentenceColumn, by))]),
    ...(address === undefined ? [] : [colors.dim(besideLabel('', sentenceColumn, `uses ${address}`))]),
  ].join('\n')
}
