import type { StepResult } from '../../evidence/step-result.ts'
import {
  ClockError,
  ContactError,
  FaultError,
  type RunningHierarchy,
} from '../../network/running-hierarchy.ts'
import type { Step } from '../scenario.ts'
import { happened, type Came } from './came.ts'
import { act, contact, move } from './client-steps.ts'
import { advance, breakSystem, repairSystem, revoke, setMode } from './hierarchy-steps.ts'
import { holds } from './observed.ts'

/** Carries a step out. What cannot be carried out is a failed step, not the end of the run. */
export async function runStep(step: Step, running: RunningHierarchy): Promise<StepResult> {
  const before = running.attempts.length
  const expected = 'expect' in step ? step.expect : {}
  const { observed, story, problem } = await carryOut(step, running).catch((error: unknown): Came => {
    const problem = reasonOf(error)
    return { ...happened(`${step.name}: this could not be done, for ${problem}.`), problem }
  })
  return {
    name: step.name,
    client: 'client' in step ? step.client : null,
    passed: problem === undefined && holds(expected, observed, running.hierarchy),
    expected,
    observed,
    attempts: running.attempts.slice(before).map(({ id }) => id),
    story: [...story],
    ...(problem !== undefined && { problem }),
  }
}

/** Whatever else is thrown is a defect of ours. */
function reasonOf(error: unknown): string {
  const refusals = [ContactError, FaultError, ClockError]
  if (error instanceof Error && refusals.some((refusal) => error instanceof refusal)) return error.message
  throw error
}

async function carryOut(step: Step, running: RunningHierarchy): Promise<Came> {
  switch (step.does) {
    case 'contact':
      return contact(step, running)
    case 'move':
      return move(step, running)
    case 'setMode':
      return setMode(step, running)
    case 'break':
      return breakSystem(step, running)
    case 'repair':
      return repairSystem(step, running)
    case 'revoke':
      return revoke(step, running)
    case 'advance':
      return advance(step, running)
    default:
      return act(step, running)
  }
}
