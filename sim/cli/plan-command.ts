import { InvalidArgumentError, Option, type Command } from 'commander'
import { checkSwitches, parseSwitch, switchesTo, type Switch } from '../plan/switches.ts'
import { triedText } from '../report/terminal/plan-text.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import { writeNamed } from '../whole-files.ts'
import { clientsOf, clientTable, keepOpened, planReports } from '../library/plan-reports.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { checkPlace } from '../library/growing-file.ts'
import {
  addHierarchyOptions,
  directory,
  loadAsWritten,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { checkReadOnce, shownName } from '../library/input-bytes.ts'
import { addJobsOption } from './shards/jobs-option.ts'
import { tellPlan } from './shards/tell-plan.ts'
import { shardOption } from './shards/shard-option.ts'
import type { Shard } from '../parts/partition.ts'

interface PlanOptions extends HierarchyOptions {
  switch: Switch[]
  to?: SiteMode
  sample: number
  tryRemedies?: true
  jobs: number
  shard?: Shard
  out?: string
  json?: true
  csv?: string
  html?: string
}

export function addPlanCommand(program: Command, perform: Perform): void {
  const command = program
    .command('plan')
    .description(
      'try a change of site modes with all clients, and say who is stranded, away, or loses content',
    )
    .argument('<file>', 'hierarchy whose clients are tried, or - for standard input')
    .option('--switch <site=mode>', 'site that changes its mode, in the order of the options', addSwitch, [])
    .addOption(
      new Option('--to <mode>', 'bring every site into this mode, in an order that the hierarchy allows')
        .choices(siteModeNames)
        .conflicts('switch'),
    )
    .option('--sample <n>', 'clients of each group that are run', readCount, 1)
    .option('--try-remedies', 'run everything once more with each remedy, and say what it leaves')
    .option('--json', 'print one JSON document')
    .option('--csv <file>', 'write a table of all clients with what becomes of them')
    .option('--html <file>', 'write a page that reads like a plan')
    .option(
      '--out <dir>',
      'folder for all of these, under the names plan.json, plan.csv and plan.html',
      directory,
    )
    .addOption(shardOption('csv', 'html'))
  addHierarchyOptions(addJobsOption(command, 'the clients are'))
    .addHelpText(
      'after',
      `
Examples:
  sitemode plan my-hierarchy.yaml --switch CEN=native --switch TYO=native
  sitemode plan my-hierarchy.yaml --to native --html plan.html --csv clients.csv
  sitemode plan my-hierarchy.yaml --to native --try-remedies --json
  sitemode plan my-hierarchy.yaml --to native --shard 2/4 --out shards

Clients that nothing tells apart are one group, and one of each is run over sockets.
Exits 0 when nobody is stranded, 1 when somebody is, 2 when the file or the order of the switches
cannot be used. Clients stranded only if their unknown certificates are missing count as not stranded.`,
    )
    .action((file: string, options: PlanOptions) => perform((context) => plan(file, options, context)))
}

function addSwitch(text: string, before: Switch[]): Switch[] {
  const read = parseSwitch(text)
  if (!read) throw new InvalidArgumentError('Write a site and its new mode, as in CEN=native.')
  return [...before, read]
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('Write a whole number from 1.')
}

async function plan(file: string, options: PlanOptions, context: CommandContext): Promise<number> {
  const { to, sample, tryRemedies = false, jobs, shard, json, csv, html, out } = options
  checkReadOnce([file], { '--jobs': jobs > 1, '--shard': shard !== undefined })
  const { hierarchy, written } = await loadAsWritten(file, options, context)
  const switches = to ? switchesTo(hierarchy, to) : options.switch
  checkSwitches(hierarchy, switches, shownName(file))
  for (const named of [csv, html]) if (named !== undefined) await checkPlace(named, context)
  const { journal, shown } = keepOpened()
  // A page has a picture of the hierarchy; nothing else of what is recorded is needed.
  const hasPage = html !== undefined || out !== undefined
  const opened = { ...openOptions(options, context), ...(hasPage && { journal }) }
  // Only for what can be used: it takes longer to load than to refuse it.
  const [{ runPlan }, { planInJobs }] = await Promise.all([
    import('../plan/run-plan.ts'),
    import('../library/jobs/plan-in-jobs.ts'),
  ])
  const progress = (done: number, total: number) => context.stderr.progress(`${done}/${total}`)
  const cleared = (): void => context.stderr.progress('')
  await using divided =
    jobs > 1 ? planInJobs({ hierarchy, switches, sample }, opened, jobs, context) : undefined
  const apart = divided && { divide: divided.divide, live: divided.live }
  const running = { ...opened, ...apart, progress }
  if (shard) {
    const { planShard } = await import('../library/shards/plan-shard.ts')
    const work = { file, hierarchy, written, switches, sample, tryRemedies }
    const sharded = { shard, ...(out !== undefined && { out }) }
    const result = await planShard(work, sharded, running, shown, context).finally(cleared)
    if (json) printJson(result, context)
    else context.stdout.tell(result, triedText)
    context.stderr.say`${result.part}\n`
    return result.held ? exitCodes.held : exitCodes.failed
  }
  using reports = out === undefined ? undefined : planReports(out, context)
  const result = await runPlan(hierarchy, shownName(file), switches, {
    ...running,
    sample,
    tryRemedies,
  }).finally(cleared)
  if (csv !== undefined) {
    const text = clientTable(hierarchy, result)
    await writeNamed({ path: pathOf(csv, context), text, shownAs: csv })
  }
  if (html !== undefined) {
    const { planPage } = await import('../report/html/plan-page.ts')
    await writeNamed({ path: pathOf(html, context), text: planPage(result, shown()), shownAs: html })
  }
  await reports?.write({ result, opened: shown(), clients: clientsOf(hierarchy) })
  return tellPlan(result, json, context)
}
