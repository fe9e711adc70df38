import { linesOf, smallPlans, type RightPlan } from './plans.ts'
import { watching } from './turned.ts'

// Prints what each plan says under the rules as they are, and the mutants by which a rule would decide otherwise; the quickest first.
const [cache = ''] = process.argv.slice(2)
const plans: (RightPlan & { differing: number[]; took: number })[] = []
for (const plan of await smallPlans()) {
  const began = performance.now()
  const { result: lines, differing } = await watching(() => linesOf(plan, cache))
  plans.push({ ...plan, lines, differing, took: performance.now() - began })
}
plans.sort((one, other) => one.took - other.took)
process.stdout.write(JSON.stringify(plans))
