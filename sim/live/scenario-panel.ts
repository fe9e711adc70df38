import * as z from 'zod'
import { InputError, type Problem } from '../errors.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { toProblem, valueAt } from '../model/source/finding.ts'
import { readYaml } from '../model/source/yaml-file.ts'
import { zodProblems } from '../model/source/zod-problems.ts'
import { readStep, stepFile } from '../scenario/steps/step-file.ts'
import type { Texts } from '../texts/english.ts'
import type { PanelScenario, PanelStep } from './shown.ts'

/** As much of a scenario as runs on a hierarchy that is open already. */
const stepsOfScenario = z.object({
  name: z.string().optional(),
  hierarchy: z.unknown().optional(),
  steps: z.array(stepFile).min(1),
})

/** Reads the text of a scenario for the hierarchy that is served, or says what is wrong in which line. */
export function readPanel(text: string, hierarchy: Hierarchy, texts: Texts): PanelScenario {
  try {
    return readSteps(text, hierarchy, texts)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { problems: error.problems.map(inLine) }
  }
}

function readSteps(text: string, hierarchy: Hierarchy, { live }: Texts): PanelScenario {
  const source = readYaml('scenario', text)
  const parsed = stepsOfScenario.safeParse(source.value)
  if (!parsed.success) throw new InputError(zodProblems(parsed.error, source, stepsOfScenario))
  const { steps, name = '', hierarchy: own } = parsed.data
  const problems: Problem[] = []
  const read = steps.flatMap((step, index): PanelStep[] => {
    const found = readStep(step, ['steps', index], hierarchy)
    if ('severity' in found) {
      problems.push(toProblem(found, source))
      return []
    }
    return [
      {
        name: found.name,
        line: source.locate(['steps', index])?.line ?? 1,
        written: valueAt(source.value, ['steps', index]),
      },
    ]
  })
  if (problems.length > 0) throw new InputError(problems)
  const note = own === undefined ? '' : live.ownHierarchy(hierarchy.name)
  return { name, note, steps: read }
}

function inLine({ line, message, remedy }: Problem): { line: number | null; message: string } {
  return { line: line ?? null, message: remedy === '' ? message : `${message}: ${remedy}` }
}
