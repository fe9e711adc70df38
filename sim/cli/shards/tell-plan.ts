import type { PlanResult } from '../../report/plan-result.ts'
import { planText } from '../../report/terminal/plan-text.ts'
import { exitCodes, printJson, type CommandContext } from '../command-context.ts'

/** Tells what a plan comes to, and returns its exit code. */
export function tellPlan(result: PlanResult, json: true | undefined, context: CommandContext): number {
  if (json) printJson(result, context)
  else context.stdout.tell(result, planText)
  return result.summary.stranded === 0 ? exitCodes.held : exitCodes.failed
}
