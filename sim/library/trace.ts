import * as z from 'zod'
import { InputError } from '../errors.ts'
import { unknownClient } from '../model/check/unknown-names.ts'
import { clientsIn, everyClient } from '../model/populations.ts'
import { toProblem } from '../model/source/finding.ts'
import { optionsOf } from '../model/source/options.ts'
import { refuse, sourceOfValue } from '../model/source/source.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import { traceOf, type TraceResult } from '../report/run-result.ts'
import { readScenario, type Scenario } from '../scenario/load-scenario.ts'
import { runScenarios, type Watched } from '../scenario/run-scenarios.ts'
import type { ScenarioInput } from '../scenario/scenario-input.ts'
import { sourceOf } from './described.ts'
import { checkDescribed } from './given.ts'
import { withSettings, workOptions, type HierarchySettings, type WorkOptions } from './hierarchies.ts'
import { longWorkOptions } from './option-schemas.ts'
import { inThisProcess, stepping, type LongWorkOptions, type Surroundings } from './surroundings.ts'

/** Options of `trace`. */
export interface TraceOptions extends WorkOptions, LongWorkOptions {
  /** Name of the client whose story is told; may be left out where the scenario has one client. */
  client?: string
}

const checkTrace = optionsOf<TraceOptions>('trace', {
  ...workOptions,
  ...longWorkOptions,
  client: z.string(),
})

/**
 * Runs a scenario, from a file or described here, and tells the story of one client: each sentence with the rule that the client went
 * by and the attempt that shows it. The result is that of `trace --json`; `progress` counts steps as they begin. An expectation that
 * does not hold rejects nothing: `passed` tells. Throws an `InputError`, also for a client that the scenario does not have, or an
 * `EnvironmentError`.
 */
export async function trace(
  described: string | ScenarioInput,
  options: TraceOptions = {},
): Promise<TraceResult> {
  checkDescribed('trace', described, 'a scenario')
  checkTrace(options)
  return inThisProcess(['trace'], async (surroundings) => {
    const source = await sourceOf(described, 'scenario', surroundings)
    const { scenario, warnings } = await readScenario(source, surroundings.cwd)
    for (const warning of warnings) options.onWarning?.(warning)
    const step = stepping(options)
    const stepBegun = (_name: string, number: number, total: number): void => step(number, total)
    return traced(
      scenario,
      options.client,
      { settings: options, opened: { ...options, stepBegun } },
      surroundings,
    )
  })
}

/** Runs a scenario for the story of one client. Throws an `InputError` where it has no such client. */
export async function traced(
  scenario: Scenario,
  client: string | undefined,
  { settings, opened }: { settings: HierarchySettings; opened: OpenOptions & Watched },
  { ownProcess }: Surroundings,
): Promise<TraceResult> {
  const whose = client ?? onlyClient(scenario)
  checkClient(scenario, whose)
  const adjusted = { ...scenario, hierarchy: withSettings(scenario.hierarchy, settings) }
  return traceOf(await runScenarios([adjusted], opened, ownProcess.onTimeLost), whose)
}

function checkClient({ file, hierarchy }: Scenario, client: string): void {
  const unknown = unknownClient(client, [], hierarchy)
  if (unknown) throw new InputError([toProblem(unknown, sourceOfValue(undefined, file))])
}

/** As many as one looks through; groups of thousands have the rest. */
const mostNamesListed = 20

function onlyClient({ file, hierarchy }: Scenario): string {
  const all = clientsIn(hierarchy)
  const names: string[] = []
  for (const { name } of everyClient(hierarchy)) {
    if (names.push(name) === mostNamesListed) break
  }
  const [only] = names
  if (only !== undefined && all === 1) return only
  const message =
    all === 0 ? 'the scenario has no client' : `whose story is not said, and there are ${all} clients`
  const more = all > names.length ? ` and ${all - names.length} more` : ''
  const remedy = all === 0 ? 'name another scenario' : `name one with --client: ${names.join(', ')}${more}`
  throw refuse(file, 'client-not-named', message, remedy)
}
