import { InvalidArgumentError, Option, type Command } from 'commander'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { checkSwitches, parseSwitch, switchesTo, type Switch } from '../plan/switches.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { planText } from '../report/terminal/plan-text.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import {
  exitCodes,
  printJson,
  type CommandContext,
  type GrowingFile,
  type Perform,
} from './command-context.ts'
import { openGrowingFile } from './growing-file.ts'
import {
  addHierarchyOptions,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'

interface PlanCommandOptions extends HierarchyOptions {
  switch?: Switch[]
  to?: SiteMode
  sample: number
  tryRemedies?: true
  json?: true
  csv?: string
  html?: string
}

export function addPlanCommand(program: Command, perform: Perform): void {
  const command = program
    .command('plan')
    .description('say what a change of modes does to every client, before it is made')
    .argument('<file>', 'hierarchy')
    .option('--switch <site=mode>', 'a site that changes its mode; once for each, in their order', readSwitch)
    .addOption(
      new Option('--to <mode>', 'every primary site changes to this mode, in the order that it allows')
        .choices(siteModeNames)
        .conflicts('switch'),
    )
    .option('--sample <number>', 'clients of each group that are run', readSample, 1)
    .option('--try-remedies', 'run it once more with each remedy, and say what that leaves')
    .option('--json', 'print one JSON document')
    .option('--csv <file>', 'write a table of all clients, with what becomes of each')
    .option('--html <file>', 'write a page as well')
  addHierarchyOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode plan my-hierarchy.yaml --switch CEN=native --switch TYO=native
  sitemode plan my-hierarchy.yaml --to native --html plan.html --csv clients.csv
  sitemode plan my-hierarchy.yaml --to native --try-remedies
  sitemode plan my-hierarchy.yaml --to mixed --sample 3 --json

Exits 0 when nobody is stranded, 1 when somebody is. Clients that are stranded only if their unknown
certificates are missing are counted by themselves, and do not make it 1. Exits 2 when the hierarchy
cannot be used, or not be switched so: it says which site has to change first.`,
    )
    .action((file: string, options: PlanCommandOptions) => perform((context) => plan(file, options, context)))
}

async function plan(file: string, options: PlanCommandOptions, context: CommandContext): Promise<number> {
  const hierarchy = await loadWithOptions(file, options, context)
  const switches = switchesOf(hierarchy, options)
  // A file that cannot be written is told before the run, which can take a minute.
  const [csv, html] = [options.csv, options.html].map((name) => openedFile(name, context))
  const { result, opened } = await tryOut(hierarchy, file, switches, options, context)
  if (csv) await writeClients(csv, result, hierarchy)
  if (html && opened) await writePage(html, result, opened)
  if (options.json) printJson(result, context)
  else context.stdout.tell(result, planText)
  return result.summary.stranded === 0 ? exitCodes.held : exitCodes.failed
}

function switchesOf(hierarchy: Hierarchy, { switch: named = [], to }: PlanCommandOptions): Switch[] {
  if (to !== undefined) return switchesTo(hierarchy, to)
  checkSwitches(hierarchy, named)
  return named
}

function openedFile(name: string | undefined, context: CommandContext): GrowingFile | undefined {
  return name === undefined ? undefined : openGrowingFile(name, 'empty', context)
}

interface TriedOut {
  result: PlanResult
  /** As it stood on loopback before the first switch. */
  opened: HierarchyShown | undefined
}

async function tryOut(
  hierarchy: Hierarchy,
  file: string,
  switches: readonly Switch[],
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<TriedOut> {
  // Loaded only for switches that can be made: loading takes longer than refusing one.
  const { runPlan } = await import('../plan/run-plan.ts')
  const { sample, tryRemedies = false } = options
  let opened: HierarchyShown | undefined
  try {
    const result = await runPlan(hierarchy, file, switches, {
      ...openOptions(options, context),
      ...{ sample, tryRemedies },
      progress: (done, total) => context.stderr.progress(`${done}/${total}`),
      journal(event) {
        if (event.type === 'opened') opened ??= event.hierarchy
      },
    })
    return { result, opened }
  } finally {
    context.stderr.progress('')
  }
}

async function writeClients(file: GrowingFile, result: PlanResult, hierarchy: Hierarchy): Promise<void> {
  const { planCsv } = await import('../report/plan-csv.ts')
  const { groupNumbers } = await import('../plan/groups.ts')
  for (const piece of planCsv(result, groupNumbers(hierarchy))) file.add(piece)
}

async function writePage(file: GrowingFile, result: PlanResult, opened: HierarchyShown): Promise<void> {
  const { planPage } = await import('../report/html/plan-page.ts')
  file.add(planPage(result, opened))
}

function readSwitch(written: string, before: readonly Switch[] = []): Switch[] {
  const read = parseSwitch(written)
  if (read) return [...before, read]
  throw new InvalidArgumentError(`Write it as CODE=MODE; the modes are ${siteModeNames.join(' and ')}.`)
}

function readSample(written: string): number {
  const number = Number(written)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Give a number, 1 or more.')
}
