import type { ManyClients, Reason, StoryLine } from '../../evidence/results.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { namesSelected, type Selection } from '../../model/populations.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { RunningHierarchy } from '../../network/running-hierarchy.ts'
import { inOutcomes } from '../../report/in-words.ts'
import { holds, type Expectation, type Observed } from '../expectation.ts'
import type { ReadStep, StepOfMany, StepOutcome } from './step.ts'
import { counted } from '../../vocabulary/counted.ts'

export function selectionInWords(selected: Selection): string {
  if (selected === 'all') return 'each client'
  if ('site' in selected) return `each client of site ${selected.site}`
  const { group, visiting } = selected
  return `each client of the group ${group}${visiting === undefined ? '' : ` that visits site ${visiting}`}`
}

/** `stepOf`: reads the step of one client, which was checked for all of them. */
export function stepOfMany(
  selected: Selection,
  hierarchy: Hierarchy,
  stepOf: (client: string) => ReadStep | Finding,
): StepOfMany {
  return {
    inWords: selectionInWords(selected),
    names: () => namesSelected(hierarchy, selected),
    stepOf(client) {
      const read = stepOf(client)
      if ('severity' in read) throw new RangeError(`${client}: ${read.message}`)
      return read
    },
  }
}

/** Clients of which a step of many tells by name. */
const toldByName = 3

/**
 * Lets one client after the other take the step. `carryOut` turns what one of them cannot do into an outcome. What is
 * observed is what the first client observed that the step does not hold for, or else the first of all.
 */
export async function runForMany(
  { name, expect }: { name: string; expect: Expectation },
  { inWords, names, stepOf }: StepOfMany,
  running: RunningHierarchy,
  carryOut: (step: ReadStep) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const clients: ManyClients = { count: 0, held: 0, outcomes: {}, first: [] }
  const story: StoryLine[] = []
  const reasons: Reason[] = []
  let observed: Observed | undefined
  let problem: string | undefined
  for (const client of names()) {
    const before = running.attempts.length
    const outcome = await carryOut(stepOf(client))
    const ended = 'outcome' in outcome.observed ? outcome.observed.outcome : undefined
    clients.count += 1
    if (ended !== undefined) clients.outcomes[ended] = (clients.outcomes[ended] ?? 0) + 1
    const isAsExpected =
      outcome.problem === undefined &&
      holds({ expected: expect, observed: outcome.observed }) &&
      (Object.keys(expect).length > 0 || (ended ?? 'answered') === 'answered')
    if (isAsExpected) {
      clients.held += 1
      observed ??= outcome.observed
      continue
    }
    if (clients.count === clients.held + 1) observed = outcome.observed
    problem ??= outcome.problem && `${client}: ${outcome.problem}`
    if (clients.first.length === toldByName) continue
    const attempts = running.attempts.slice(before).map(({ id }) => id)
    clients.first.push({ client, observed: { ...outcome.observed }, attempts })
    story.push(...outcome.story)
    // What stood in the way of several is told once.
    const isNew = (one: Reason): boolean =>
      reasons.every(({ words, rule }) => one.words !== words || one.rule !== rule)
    reasons.push(...(outcome.reasons ?? []).filter(isNew))
  }
  if (clients.count === 0) problem = `there is no client to do it: ${inWords}`
  const sentence = `${name}: ${[counted(clients.count, 'client'), ...inOutcomes(clients)].join(', ')}.`
  return {
    observed: observed ?? {},
    story: [{ sentence, rule: null, attempt: null }, ...story],
    reasons,
    clients,
    ...(problem !== undefined && { problem }),
  }
}
