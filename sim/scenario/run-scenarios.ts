import { ended } from '../errors.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { Journal } from '../evidence/recording/event.ts'
import { numbered } from '../evidence/recording/recording-text.ts'
import { emptyRecording, follow } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/results.ts'
import { strayInWords } from '../evidence/witness.ts'
import {
  ClockError,
  ContactError,
  FaultError,
  openHierarchy,
  type OpenOptions,
  type RunningHierarchy,
} from '../network/running-hierarchy.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import { expectedOf, holds } from './expectation.ts'
import type { Scenario } from './load-scenario.ts'
import type { Step } from './steps/step-file.ts'
import { runForMany } from './steps/many-clients.ts'
import { happened, type ReadStep, type StepOutcome } from './steps/step.ts'

/**
 * Runs scenarios one after another, each on a hierarchy of its own. `listen`: adds what else writes to the journal, until
 * what it returns is called.
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: Omit<OpenOptions, 'journal'> & Watched,
  listen?: (journal: Journal) => () => void,
): Promise<RunResult> {
  const recording = emptyRecording()
  const journal = numbered('', follow(recording))
  const callOff = listen?.(journal)
  await recordScenarios(scenarios, { ...options, journal }).finally(callOff)
  journal({ type: 'ended', durationMs: recording.durationMs })
  return runResultOf(recording)
}

/** Runs scenarios and writes them to a journal. Resolves to the number of attempts. */
export async function recordScenarios(
  scenarios: readonly Scenario[],
  options: JournalledOptions,
): Promise<number> {
  const { firstAttempt = 1 } = options
  let attempts = 0
  for (const scenario of scenarios)
    attempts += await runScenario(scenario, { ...options, firstAttempt: firstAttempt + attempts })
  return attempts
}

/** For those who wait meanwhile. */
export interface Watched {
  /** A step begins; its number counts from 1. */
  stepBegun?(name: string, number: number, total: number): void
}

type JournalledOptions = OpenOptions & Required<Pick<OpenOptions, 'journal'>> & Watched

/** Resolves to the number of attempts. */
async function runScenario(
  { file, name, cites, quotes, hierarchy, steps }: Scenario,
  options: JournalledOptions,
): Promise<number> {
  const { journal, stepBegun } = options
  journal({ type: 'scenario', file, name, cites, quotes })
  await using running = await openHierarchy(hierarchy, { ...options, time: 'stands' })
  let passed = true
  for (const [index, step] of steps.entries()) {
    stepBegun?.(step.name, index + 1, steps.length)
    const result = await recordStep(step, running, journal)
    passed &&= result.passed
  }
  journal({ type: 'scenario-ended', passed })
  return running.attempts.length
}

/** Carries a step out, and records its beginning and its end. */
export async function recordStep(
  step: Step,
  running: RunningHierarchy,
  journal: Journal,
): Promise<StepResult> {
  journal({ type: 'step', name: step.name, client: step.client })
  const result = await runStep(step, running)
  journal({ type: 'step-ended', step: result })
  return result
}

/** A step fails that cannot be carried out, or whose two ends do not bear each other out; the run goes on. */
async function runStep(step: Step, running: RunningHierarchy): Promise<StepResult> {
  const before = running.attempts.length
  const { name, client, line, expect = {} } = step
  const expected = expectedOf(expect, running.hierarchy)
  const {
    observed,
    story,
    reasons = [],
    problem: impossible,
    clients,
  } = step.clients
    ? await runForMany({ name, expect: expected }, step.clients, running, (one) => carryOut(one, running))
    : await carryOut(step, running)
  const made = running.attempts.slice(before)
  const problem = impossible ?? (await notBorneOut(made, running))
  return {
    name,
    client,
    ...(line !== undefined && { line }),
    passed: problem === undefined && holds({ expected, observed }),
    expected,
    observed,
    attempts: made.map(({ id }) => id),
    story: [...story],
    ...(problem !== undefined && { problem }),
    ...(reasons.length > 0 && { reasons: [...reasons] }),
    ...(clients && { clients }),
  }
}

async function carryOut(step: ReadStep, running: RunningHierarchy): Promise<StepOutcome> {
  try {
    return await step.run(running)
  } catch (error) {
    // Any other error is a defect of ours.
    if (!isForeseen(error)) throw error
    const problem = error.message
    return { ...happened(ended(`${step.name}: this could not be done, for ${problem}`)), problem }
  }
}

/** Where an attempt contradicts a listener, or a listener tells of a connection and no attempt does. */
async function notBorneOut(made: readonly Attempt[], running: RunningHierarchy): Promise<string | undefined> {
  const contradictions = made.flatMap(({ id, contradiction }) =>
    contradiction === null ? [] : [`${id}: ${contradiction}`],
  )
  const strays = (await running.strayConnections()).map(strayInWords)
  // A stray that contradicts an attempt is told with it.
  const others = strays.filter((stray) => !contradictions.some((told) => told.includes(stray)))
  const words = [...contradictions, ...others.map((stray) => `${stray}.`)]
  return words.length > 0 ? words.join(' ') : undefined
}

function isForeseen(error: unknown): error is Error {
  return [ContactError, FaultError, ClockError].some((kind) => error instanceof kind)
}
