import type { Hierarchy } from '../../model/hierarchy.ts'
import { InputError } from '../../model/problem.ts'
import { toProblem } from '../../model/source/finding.ts'
import { sourceOfValue } from '../../model/source/source.ts'
import { zodProblems } from '../../model/source/zod-problems.ts'
import type { Step } from '../scenario.ts'
import { stepFile } from '../step-file.ts'
import { readStep } from './read-step.ts'

/** A step that stands in no file. Throws an `InputError` with what is wrong with it. */
export function readSingleStep(written: unknown, hierarchy: Hierarchy): Step {
  const source = sourceOfValue(written)
  const parsed = stepFile.safeParse(written)
  if (!parsed.success) throw new InputError(zodProblems(parsed.error, source, stepFile))
  const step = readStep(parsed.data, [], hierarchy)
  if ('severity' in step) throw new InputError([toProblem(step, source)])
  return step
}
