import type { Command } from 'commander'
import { traceText } from '../report/terminal/trace-text.ts'
import { readScenario } from '../scenario/load-scenario.ts'
import { traced } from '../library/trace.ts'
import { exitCodes, printJson, warnOf, type CommandContext, type Perform } from './command-context.ts'
import { readSource } from '../library/read-source.ts'
import { addHierarchyOptions, openOptions, type HierarchyOptions } from './hierarchy-options.ts'
import { runProgress } from './run-progress.ts'

interface TraceOptions extends HierarchyOptions {
  client?: string
  json?: true
}

export function addTraceCommand(program: Command, perform: Perform): void {
  const command = program
    .command('trace')
    .description('run a scenario, and tell the story of one client')
    .argument('<file>', 'scenario in YAML or TypeScript, or - for standard input')
    .option('--client <client>', 'whose story; may be left out where there is one client')
    .option('--json', 'print one JSON document')
  addHierarchyOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode trace scenarios/mobile-device.yaml --client OSLO-PHONE
  sitemode trace my-scenario.ts --client LAPTOP-1 --json

Each sentence stands above the rule that the client went by, the attempt that shows it, and the
address that it used, with who told it.
Exits 0 when every expectation of the scenario held, 1 when one failed.`,
    )
    .action((file: string, options: TraceOptions) => perform((context) => trace(file, options, context)))
}

async function trace(file: string, options: TraceOptions, context: CommandContext): Promise<number> {
  const { scenario, warnings } = await readScenario(await readSource(file, context), context.cwd)
  warnOf(warnings, context)
  const opened = { ...openOptions(options, context), ...runProgress(1, context.stderr).watch(scenario) }
  const work = { settings: options, opened }
  const result = await traced(scenario, options.client, work, context).finally(() =>
    context.stderr.progress(''),
  )
  if (options.json) printJson(result, context)
  else context.stdout.tell(result, traceText)
  return result.passed ? exitCodes.held : exitCodes.failed
}
