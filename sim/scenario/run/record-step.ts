import type { Journal } from '../../evidence/recording/event.ts'
import type { StepResult } from '../../evidence/results.ts'
import type { RunningHierarchy } from '../../network/running-hierarchy.ts'
import type { Step } from '../scenario.ts'
import { runStep } from './run-step.ts'

/** Carries a step out, and tells of its beginning and its end. */
export async function recordStep(
  step: Step,
  running: RunningHierarchy,
  journal: Journal,
): Promise<StepResult> {
  journal({ type: 'step', name: step.name, client: 'client' in step ? step.client : null })
  const result = await runStep(step, running)
  journal({ type: 'step-ended', step: result })
  return result
}
