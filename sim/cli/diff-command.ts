import type { Command } from 'commander'
import { diffPage } from '../report/html/diff-page.ts'
import { diffText } from '../report/terminal/diff-text.ts'
import { readCompared } from '../library/recordings.ts'
import { diffBetween } from '../library/reports.ts'
import { writeNamed } from '../whole-files.ts'
import {
  exitCodes,
  pathOf,
  printJson,
  warnOfCutShort,
  type CommandContext,
  type Perform,
} from './command-context.ts'

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
  const named = [await readCompared(before, context), await readCompared(after, context)] as const
  const found = diffBetween(...named)
  for (const one of named) {
    if (one.kind === 'recording') warnOfCutShort(one.name, one.recording, context)
  }
  if (html !== undefined)
    await writeNamed({ path: pathOf(html, context), text: diffPage(found), shownAs: html })
  if (json) printJson(found, context)
  else context.stdout.tell(found, diffText)
  return found.same ? exitCodes.held : exitCodes.failed
}
