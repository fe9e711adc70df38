import { resolve } from 'node:path'
import { stringify } from 'yaml'
import type { StepResult } from '../evidence/results.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { isFields } from '../model/written-hierarchy.ts'
import { expectation, type Expectation } from '../scenario/expectation.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import type { TakenStep } from './step-queue.ts'

/** The hierarchy that is served, as it was written. */
export interface WrittenHierarchy {
  value: unknown
  /** The folder from which its table of clients is named. */
  folder: string
}

/**
 * A scenario file of the steps so far: the hierarchy itself, the steps, and of each what was seen as its expectation. It passes
 * when it is run, since a step that could not be carried out is left out of it.
 */
export function scenarioText(
  hierarchy: Hierarchy,
  written: WrittenHierarchy,
  taken: readonly TakenStep[],
  foreign: number,
): string {
  const made = taken.filter(({ result }) => isRepeatable(result))
  const leftOut = taken.length - made.length
  const scenario = {
    name: `${hierarchy.name}, as it was seen`,
    hierarchy: asServed(hierarchy, written),
    steps: made.map(({ written: step, result }) => withExpectation(step, result)),
  }
  const notes = [
    ...(made.length === 0 ? ['No step has been taken yet: a scenario has at least one.'] : []),
    ...(leftOut > 0
      ? [`Left out: ${leftOut} of ${taken.length} steps, which could not be carried out.`]
      : []),
    ...(foreign > 0 ? [`Left out: what other programs did, in ${foreign} connections.`] : []),
  ]
  const head = notes.map((note) => `# ${note}\n`).join('')
  return `${head}${stringify(scenario, { aliasDuplicateObjects: false, lineWidth: 0 })}`
}

/** Not where a step stopped half-way, nor where the ends contradicted each other, which no scenario can expect. */
function isRepeatable({ problem, observed }: StepResult): boolean {
  return problem === undefined && observed.outcome !== 'contradicted'
}

/** Of many clients, which may differ in all else, the outcome that all of them had. */
function withExpectation(step: unknown, { observed, clients }: StepResult): unknown {
  if (!isFields(step)) return step
  const rest = without(step, 'expect')
  const [outcome, ...others] = Object.keys(clients?.outcomes ?? {})
  const seen = clients === undefined ? observed : { outcome: others.length === 0 ? outcome : undefined }
  const expect = expectationOf(seen)
  return Object.keys(expect).length === 0 ? rest : { ...rest, expect }
}

/** What can be expected of what was seen. */
function expectationOf(seen: Readonly<Record<string, unknown>>): Expectation {
  const fields = keysOf(expectation.shape).filter(
    (field) => seen[field] !== undefined && expectation.shape[field].safeParse(seen[field]).success,
  )
  return expectation.parse(Object.fromEntries(fields.map((field) => [field, seen[field]])))
}

/** The file's own description, with what options of the command line changed. */
function asServed(hierarchy: Hierarchy, { value, folder }: WrittenHierarchy): unknown {
  if (!isFields(value)) return value
  const rest = without(value, '$schema')
  const { tls, unusual } = hierarchy
  const refusals = new Map(hierarchy.sites.map(({ code, refusal }) => [code, refusal]))
  return {
    ...rest,
    ...((tls.version !== '1.2' || tls.keys !== 'ec' || 'tls' in rest) && { tls }),
    ...(unusual && { unusual }),
    ...(Array.isArray(rest.sites) && {
      sites: rest.sites.map((site: unknown) => withRefusal(site, refusals)),
    }),
    ...(isFields(rest.clients) && { clients: fromAnywhere(rest.clients, folder) }),
  }
}

function withRefusal(
  site: unknown,
  refusals: ReadonlyMap<unknown, Hierarchy['sites'][number]['refusal']>,
): unknown {
  if (!isFields(site)) return site
  const refusal = refusals.get(site.code)
  if (refusal === undefined || refusal === (site.refusal ?? 'handshake')) return site
  const systems: readonly unknown[] = Array.isArray(site.systems) ? site.systems : []
  return {
    ...site,
    refusal,
    systems: systems.map((system) =>
      isFields(system) && isFields(system.listen) && system.listen.refusal !== undefined
        ? { ...system, listen: { ...system.listen, refusal } }
        : system,
    ),
  }
}

/** A table's path that holds in any folder. */
function fromAnywhere(table: Readonly<Record<string, unknown>>, folder: string): unknown {
  return typeof table.from === 'string' ? { ...table, from: resolve(folder, table.from) } : table
}

type Fields = Readonly<Record<string, unknown>>

function without(fields: Fields, left: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== left))
}
