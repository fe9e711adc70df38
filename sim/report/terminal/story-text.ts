import type { Attempt } from '../../evidence/attempt.ts'
import type { StoryLine } from '../../evidence/results.ts'
import { attemptInShort } from '../in-words.ts'
import { colors } from './colors.ts'
import { besideLabel } from './wrapped.ts'

/** Column where the sentences of a story begin. */
export const sentenceColumn = 6

/** A sentence of a story beside its label; below it the rule that it is by and the attempt that shows it. */
export function storyLineText(
  label: string,
  { sentence, rule, attempt }: StoryLine,
  byId: ReadonlyMap<string, Attempt>,
): string {
  const shown = byId.get(attempt ?? '')
  const by = [...(rule === null ? [] : [rule]), ...(shown ? [attemptInShort(shown)] : [])].join(', ')
  return [
    besideLabel(label, sentenceColumn, sentence),
    ...(by === '' ? [] : [colors.dim(besideLabel('', sentenceColumn, by))]),
  ].join('\n')
}
