import type { Attempt } from '../evidence/attempt.ts'
import { ContactError, type RunningHierarchy } from '../network/running-hierarchy.ts'
import { isCalled } from '../model/site-system-named.ts'
import type { StepResult } from '../report/run-result.ts'
import type { ContactStep, Step } from './scenario.ts'
import type { Expectation } from './scenario-file.ts'

export async function runStep(step: Step, running: RunningHierarchy): Promise<StepResult> {
  if (step.does === 'move') {
    running.client(step.client).move(step.to)
    return { name: step.name, passed: true, expected: {}, observed: {}, attempts: [] }
  }
  const before = running.attempts.length
  try {
    const attempt = await running.client(step.client).contact(step.role, step.options)
    const attempts = running.attempts.slice(before).map(({ id }) => id)
    return { name: step.name, ...compare(step.expect, attempt, running), attempts }
  } catch (error) {
    if (!(error instanceof ContactError)) throw error
    return failedStep(step, error.message)
  }
}

type Comparison = Pick<StepResult, 'passed' | 'expected' | 'observed'>

function compare(expected: Expectation, attempt: Attempt, running: RunningHierarchy): Comparison {
  const { outcome, protocol, system, site, relation, diagnosis, rule, status } = attempt
  const observed = {
    outcome,
    protocol,
    system: nameOf(system, running),
    site,
    relation,
    diagnosis,
    rule,
    status,
  }
  const passed = Object.entries(expected).every(([field, value]) =>
    field === 'system'
      ? system !== null && isCalled({ name: observed.system ?? '', fqdn: system }, String(value))
      : observed[field as keyof typeof observed] === value,
  )
  return { passed, expected, observed }
}

/** As people write it in a scenario. */
function nameOf(fqdn: string | null, { systems }: RunningHierarchy): string | null {
  return systems.find((system) => system.fqdn === fqdn)?.name ?? fqdn
}

function failedStep({ name, expect }: ContactStep, problem: string): StepResult {
  return { name, passed: false, expected: expect, observed: {}, attempts: [], problem }
}
