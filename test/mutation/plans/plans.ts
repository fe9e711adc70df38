import { loadHierarchy } from '../../../sim/model/load-hierarchy.ts'
import { runPlan } from '../../../sim/plan/run-plan.ts'
import { parseSwitch, type Switch } from '../../../sim/plan/switches.ts'
import type { Fate } from '../fate.ts'
import { inCheckout } from '../sources.ts'
import { turning } from './turned.ts'

/** Small hierarchies, each with the switches that are planned for it. */
const switchesOf: Readonly<Record<string, readonly string[]>> = {
  [planFile('order')]: ['CEN=native'],
  [planFile('visitors')]: ['CEN=native'],
  [planFile('there-and-back')]: ['CEN=native', 'CEN=mixed'],
  [planFile('internet')]: ['CEN=mixed', 'CEN=native'],
  [planFile('certificates')]: ['MIX=native'],
  [planFile('lookup')]: ['MIX=native'],
}

/** What is planned: the clients of one group, as if there were no others, so that a plan takes little time. */
export interface SmallPlan {
  file: string
  group: string
}

/** Every group of every hierarchy. */
export async function smallPlans(): Promise<SmallPlan[]> {
  const plans = Object.keys(switchesOf).map(async (file) => {
    const { hierarchy } = await loadHierarchy(file)
    return hierarchy.groups.map(({ name: group }) => ({ file, group }))
  })
  return (await Promise.all(plans)).flat()
}

export function calledPlan({ file, group }: SmallPlan): string {
  return `${file}, ${group}`
}

function planFile(name: string): string {
  return inCheckout(`test/mutation/plans/${name}.yaml`)
}

/** One line for each group and for each change, without the attempts that show it and the words of rules. */
export async function linesOf({ file, group }: SmallPlan, cache: string): Promise<string[]> {
  const { hierarchy: whole } = await loadHierarchy(file)
  const hierarchy = { ...whole, groups: whole.groups.filter(({ name }) => name === group) }
  const switches = (switchesOf[file] ?? []).map(toSwitch)
  const { summary, groups, changes } = await runPlan(hierarchy, file, switches, { cache })
  return [
    inNumbers(summary),
    ...groups.map(({ group, fates }) => `${group.from.join(' ')}: ${inNumbers(fates)}`),
    ...changes.map((change) => {
      const { group, clients, act, content, visiting, kind, because, before, after } = change
      const what = content === undefined ? act : `${act} ${content}`
      const endings = [before, ...after].map(({ outcome, protocol, system }) =>
        [outcome, protocol, system ?? 'nowhere'].join(' '),
      )
      const where = visiting === null ? 'at home' : `in ${visiting}`
      return `${clients} ${group.from.join(' ')}, ${what} ${where}: ${kind}, ${because}, ${endings.join(', ')}`
    }),
  ]
}

function inNumbers(counts: object): string {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}

function toSwitch(text: string): Switch {
  const made = parseSwitch(text)
  if (!made) throw new RangeError(`${text} is no switch`)
  return made
}

/** What a plan says under the rules as they are. */
export interface RightPlan extends SmallPlan {
  lines: string[]
}

/** Runs plans in turn, with a mutant turned round, until one says something else or fails. */
export async function firstOtherwise(
  plans: readonly RightPlan[],
  mutant: number,
  cache: string,
): Promise<Fate> {
  for (const plan of plans) {
    const lines = await turning(mutant, () => linesOf(plan, cache).catch(inOneLine))
    const saw = firstDifference(plan.lines, lines)
    if (saw !== undefined) return { by: calledPlan(plan), saw }
  }
  return undefined
}

function inOneLine(error: unknown): string[] {
  return [`fails: ${error instanceof Error ? error.message : String(error)}`]
}

/** What one plan says and the other does not; undefined: they say the same. */
function firstDifference(right: readonly string[], other: readonly string[]): string | undefined {
  const added = other.find((line) => !right.includes(line))
  if (added !== undefined) return `with "${added}"`
  const missing = right.find((line) => !other.includes(line))
  return missing === undefined ? undefined : `without "${missing}"`
}
