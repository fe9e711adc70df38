import type { Outcome } from '../../evidence/attempt.ts'
import type { StepResult } from '../../evidence/step-result.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { isCalled, siteSystemNamed } from '../../model/site-system-named.ts'
import type { ActionResult } from '../../network/running-hierarchy.ts'
import type { Expectation } from '../expectation.ts'

/** What was seen of the fields that a step can expect. Of a change of mode there is only its outcome. */
export type Observed = Pick<ActionResult, keyof Expectation> | { outcome: Outcome } | Record<string, never>

/** A site system goes by its name, as people write it in a scenario. */
export function observedOf(came: Pick<ActionResult, keyof Expectation>, hierarchy: Hierarchy): Observed {
  const { outcome, protocol, system, site, relation, by, diagnosis, rule, status } = came
  const name = siteSystemNamed(hierarchy, system ?? '')?.system.name ?? system
  return { outcome, protocol, system: name, site, relation, by, diagnosis, rule, status }
}

/** Whether every field that is expected was observed so. */
export function holds(
  expected: Expectation,
  observed: StepResult['observed'],
  hierarchy: Hierarchy,
): boolean {
  const seen = new Map<string, unknown>(Object.entries(observed))
  return Object.entries(expected).every(([field, value]) =>
    field === 'system' ? isNamed(String(value), seen.get('system'), hierarchy) : seen.get(field) === value,
  )
}

/** Either may be its name or its FQDN. */
function isNamed(expected: string, observed: unknown, hierarchy: Hierarchy): boolean {
  const named = typeof observed === 'string' ? siteSystemNamed(hierarchy, observed) : undefined
  return named !== undefined && isCalled(named.system, expected)
}
