import type { Command } from 'commander'
import { InputError } from '../errors.ts'
import { toProblem } from '../model/source/finding.ts'
import { clientsIn, everyClient } from '../model/populations.ts'
import { refuse, sourceOfValue } from '../model/source/source.ts'
import { traceOf } from '../report/run-result.ts'
import { traceText } from '../report/terminal/trace-text.ts'
import { readScenario, type Scenario } from '../scenario/load-scenario.ts'
import { unknownClient } from '../model/check/unknown-names.ts'
import { runScenarios } from '../scenario/run-scenarios.ts'
import { withSettings } from '../library/hierarchies.ts'
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
    .option('--client <name>', 'whose story; may be left out where there is one client')
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
  const client = options.client ?? onlyClient(scenario)
  checkClient(scenario, client)
  const adjusted = { ...scenario, hierarchy: withSettings(scenario.hierarchy, options) }
  const { onTimeLost } = context.ownProcess
  const watched = { ...openOptions(options, context), ...runProgress(1, context.stderr).watch(scenario) }
  const run = await runScenarios([adjusted], watched, onTimeLost).finally(() => context.stderr.progress(''))
  const result = traceOf(run, client)
  if (options.json) printJson(result, context)
  else context.stdout.tell(result, traceText)
  return result.passed ? exitCodes.held : exitCodes.failed
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
