import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { refuse } from '../model/source/source.ts'
import { diffOf, diffOfPlans, hasEndings, type Diff } from '../report/diff/compare.ts'
import { diffPage } from '../report/html/diff-page.ts'
import { diffText } from '../report/terminal/diff-text.ts'
import { writeNamed } from '../whole-files.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { isStandardInput, shownName } from './input-bytes.ts'
import { recordingName } from './keep-recording.ts'
import { readRecordingOrPlan, type RecordingOrPlan } from './read-plan.ts'
import { warnOfCutShort } from './read-recording.ts'

interface DiffOptions {
  json?: true
  /** Where to write the page. */
  html?: string
}

export function addDiffCommand(program: Command, perform: Perform): void {
  program
    .command('diff')
    .description('compare two recordings or two plans, and say what ended in another way')
    .argument(
      '<before>',
      'folder that --out named, a recording.ndjson, what plan --json printed, or - for standard input',
    )
    .argument('<after>', 'the same of a later run or plan')
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write a page as well')
    .addHelpText(
      'after',
      `
Examples:
  sitemode run my-scenario.yaml --out expected
  sitemode run my-scenario.yaml --out now
  sitemode diff expected now
  sitemode diff expected/recording.ndjson now --json --html changes.html
  sitemode diff plan.json plan-with-certificates.json
  sitemode plan my-hierarchy.yaml --to native --json | sitemode diff plan.json -

Opens no socket. Times, ports and addresses are not compared.
Exits 0 when everything ended in the same way, 1 when something did not, 2 when one of the two is neither
a recording nor a plan, or has nothing that can be compared, or one is a recording and the other a plan.`,
    )
    .action((before: string, after: string, options: DiffOptions) =>
      perform((context) => diff(before, after, options, context)),
    )
}

async function diff(
  before: string,
  after: string,
  { json, html }: DiffOptions,
  context: CommandContext,
): Promise<number> {
  const found = diffBetween(await readNamed(before, context), await readNamed(after, context))
  if (html !== undefined)
    await writeNamed({ path: pathOf(html, context), text: diffPage(found), shownAs: html })
  if (json) printJson(found, context)
  else context.stdout.tell(found, diffText)
  return found.same ? exitCodes.held : exitCodes.failed
}

type Named = { name: string } & RecordingOrPlan

function diffBetween(before: Named, after: Named): Diff {
  if (before.kind === 'recording' && after.kind === 'recording') return diffOf(before, after)
  if (before.kind === 'plan' && after.kind === 'plan') return diffOfPlans(before, after)
  const message = `this is a ${after.kind}, and ${before.name} is a ${before.kind}`
  throw refuse(after.name, 'recording-and-plan', message, 'name two recordings, or two plans')
}

async function readNamed(given: string, context: CommandContext): Promise<Named> {
  const isFolder =
    !isStandardInput(given) && (await stat(pathOf(given, context)).catch(() => undefined))?.isDirectory()
  const file = isFolder ? join(given, recordingName) : given
  const name = shownName(given)
  const read = await readRecordingOrPlan(file, context)
  if (read.kind === 'plan') return { name, ...read }
  if (!hasEndings(read.recording)) {
    const message = 'no scenario, step or cell is in this recording'
    throw refuse(shownName(file), 'nothing-to-compare', message, 'name a recording of run, or of matrix')
  }
  warnOfCutShort(shownName(file), read.recording, context)
  return { name, ...read }
}
