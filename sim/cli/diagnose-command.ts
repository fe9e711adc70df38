import type { Command } from 'commander'
import type { Hierarchy } from '../model/hierarchy.ts'
import { readHierarchyFile } from '../model/load-hierarchy.ts'
import { diagnoseResult } from '../report/diagnose-result.ts'
import { diagnosisPage } from '../report/html/diagnosis-page.ts'
import { diagnoseText } from '../report/terminal/diagnose-text.ts'
import { writeNamed } from '../whole-files.ts'
import {
  exitCodes,
  pathOf,
  printJson,
  reportFailure,
  warnOf,
  type CommandContext,
  type Perform,
} from './command-context.ts'
import { diagnoseFiles, type CaptureOptions } from '../library/read-logs.ts'
import { readSource } from '../library/read-source.ts'

interface DiagnoseOptions extends CaptureOptions {
  json?: true
  /** Where to write the page. */
  html?: string
  hierarchy?: string
}

export function addDiagnoseCommand(program: Command, perform: Perform): void {
  program
    .command('diagnose')
    .description('read logs of clients and web servers, and say what failed and what it can be')
    .argument('<file...>', "client's log, web server's log, recording, capture, or - for standard input")
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write a page as well')
    .option('--hierarchy <file>', 'say what clients should have done there by the rules')
    .option('--capture', 'read every file as a capture of the network, whatever it looks like')
    .option('--keylog <file>', 'secrets of TLS sessions (SSLKEYLOGFILE), to look into captured ones')
    .addHelpText(
      'after',
      `
Examples:
  sitemode diagnose CcmExec.log LocationServices.log
  sitemode diagnose PC1/*.log mp.contoso.com/ex100304.log
  sitemode diagnose results/recording.ndjson --json
  sitemode diagnose - < ex100304.log
  sitemode diagnose CcmExec.log ex100304.log --hierarchy hierarchy.yaml --html failures.html
  sitemode diagnose trace.pcapng --keylog keys.log

Captures are read through tshark, which has to be installed; everything else needs nothing.
Logs of different machines belong in folders of their own, named after the machine.
It opens no connection and sends nothing anywhere: what it reads stays on this machine.

Exits 0 when every file was read, 2 when one is no log, 3 when tshark is missing; the others are told
all the same.`,
    )
    .action((files: string[], options: DiagnoseOptions) =>
      perform((context) => diagnose(files, options, context)),
    )
}

async function diagnose(
  files: readonly string[],
  { json, hierarchy: hierarchyFile, html, ...reading }: DiagnoseOptions,
  context: CommandContext,
): Promise<number> {
  const hierarchy = hierarchyFile === undefined ? undefined : await hierarchyIn(hierarchyFile, context)
  const { diagnosis: told, wrong } = await diagnoseFiles(files, { ...reading, hierarchy }, context)
  if (json) printJson(diagnoseResult(told), context)
  else if (told.files.length > 0) context.stdout.tell(told, diagnoseText)
  if (html !== undefined && told.files.length > 0) {
    await writeNamed({ path: pathOf(html, context), text: diagnosisPage(told), shownAs: html })
  }
  return Math.max(exitCodes.held, ...wrong.map((error) => reportFailure(error, context)))
}

async function hierarchyIn(file: string, context: CommandContext): Promise<Hierarchy> {
  const { hierarchy, warnings } = await readHierarchyFile(await readSource(file, context), context.cwd)
  warnOf(warnings, context)
  return hierarchy
}
