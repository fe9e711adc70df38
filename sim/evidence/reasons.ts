import type { Attempt } from './attempt.ts'
import { titleOf } from './catalogue.ts'
import type { Reason, Story } from './results.ts'

/** The cause of an action's failure: an attempt, a rule, or a rule that an attempt shows. */
interface Decided {
  rule: { id: string; sentence: string } | null
  attempt?: Attempt | undefined
}

/**
 * Why an action did not succeed: what decided it first, and then every other failure and every other rule that stood in
 * its way. What became of the client's reports about that stands in nobody's way.
 */
export function reasonsOf(decided: Decided, attempts: readonly Attempt[], story: Story): Reason[] {
  const others = attempts.filter(
    (one) => one !== decided.attempt && one.outcome !== 'answered' && one.role !== 'fallback-status-point',
  )
  const reasons = [decidingReason(decided, story), ...others.map(reasonOf)]
  return reasons.filter(
    (reason, place) => reasons.findIndex((earlier) => keyOf(earlier) === keyOf(reason)) === place,
  )
}

/** Why an attempt did not succeed. */
export function reasonOf(attempt: Attempt): Reason {
  const { id, diagnosis, rule } = attempt
  return { words: wordsOf(attempt), diagnosis, rule, attempt: id }
}

function decidingReason({ rule, attempt }: Decided, story: Story): Reason {
  if (attempt && attempt.outcome !== 'answered') {
    const reason = reasonOf(attempt)
    return rule ? { ...reason, rule: rule.id } : reason
  }
  const id = attempt?.id ?? null
  const told = story.findLast((line) => (rule ? line.rule === rule.id : line.attempt === id))
  const words = withoutStop(told?.sentence ?? rule?.sentence ?? attempt?.why ?? '')
  return { words, diagnosis: null, rule: rule?.id ?? attempt?.rule ?? '', attempt: id }
}

function wordsOf({ outcome, diagnosis, contradiction, why }: Attempt): string {
  const words: Record<Attempt['outcome'], string> = {
    answered: '',
    failed: titleOf(diagnosis),
    withheld: why,
    contradicted: contradiction ?? '',
  }
  return withoutStop(words[outcome])
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

function keyOf({ diagnosis, rule }: Reason): string {
  return diagnosis ?? rule
}
