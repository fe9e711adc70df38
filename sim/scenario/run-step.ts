import type { Attempt } from '../evidence/attempt.ts'
import { ContactError, FaultError, type RunningHierarchy } from '../network/running-hierarchy.ts'
import { isCalled } from '../model/site-system-named.ts'
import type { StepResult } from '../report/run-result.ts'
import type { ContactStep, Step } from './scenario.ts'
import type { Expectation } from './scenario-file.ts'

/** Carries a step out. What cannot be carried out is a failed step, not the end of the run. */
export async function runStep(step: Step, running: RunningHierarchy): Promise<StepResult> {
  try {
    return await carryOut(step, running)
  } catch (error) {
    if (!(error instanceof ContactError || error instanceof FaultError)) throw error
    return {
      name: step.name,
      passed: false,
      expected: 'expect' in step ? step.expect : {},
      observed: {},
      attempts: [],
      problem: error.message,
    }
  }
}

async function carryOut(step: Step, running: RunningHierarchy): Promise<StepResult> {
  switch (step.does) {
    case 'contact':
      return contact(step, running)
    case 'move':
      running.client(step.client).move(step.to)
      break
    case 'break':
      await running.break(step.system, step.fault)
      break
    case 'repair':
      await running.repair(step.system)
      break
    case 'revoke':
      running.revoke(step.revoked)
      break
    case 'advance':
      running.advance(step.milliseconds)
  }
  return { name: step.name, passed: true, expected: {}, observed: {}, attempts: [] }
}

async function contact(step: ContactStep, running: RunningHierarchy): Promise<StepResult> {
  const before = running.attempts.length
  const attempt = await running.client(step.client).contact(step.role, step.options)
  const attempts = running.attempts.slice(before).map(({ id }) => id)
  return { name: step.name, ...compare(step.expect, attempt, running), attempts }
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
