import type { Command } from 'commander'
import { logDiagnostician, type LogDiagnostician } from '../diagnose/diagnose-logs.ts'
import { linesOf } from '../encoding/text-lines.ts'
import { InputError, type Problem } from '../errors.ts'
import { anyLog } from '../logs/read-log.ts'
import { diagnoseResult } from '../report/diagnose-result.ts'
import { colorsOf } from '../report/terminal/colors.ts'
import { diagnoseText } from '../report/terminal/diagnose-text.ts'
import { printable } from '../report/terminal/printable.ts'
import { refuse } from '../model/source/source.ts'
import { exitCodes, printJson, reportFailure, type CommandContext, type Perform } from './command-context.ts'
import { bytesOf, standardInput } from './input-bytes.ts'

interface DiagnoseOptions {
  json?: true
}

export function addDiagnoseCommand(program: Command, perform: Perform): void {
  program
    .command('diagnose')
    .description('read logs of clients and web servers, and say what failed and what it can be')
    .argument('<file...>', "client's log, web server's log, recording, or - for standard input")
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode diagnose CcmExec.log LocationServices.log
  sitemode diagnose PC1/*.log mp.contoso.com/ex100304.log
  sitemode diagnose results/recording.ndjson --json
  sitemode diagnose - < ex100304.log

Logs of different machines belong in folders of their own, named after the machine.
It opens no connection and sends nothing anywhere: what it reads stays on this machine.

Exits 0 when every file was read, 2 when one is no log; the others are told all the same.`,
    )
    .action((files: string[], options: DiagnoseOptions) =>
      perform((context) => diagnoseFiles(files, options, context)),
    )
}

async function diagnoseFiles(
  files: readonly string[],
  { json }: DiagnoseOptions,
  context: CommandContext,
): Promise<number> {
  const diagnostician = logDiagnostician()
  const problems: Problem[] = []
  for (const file of new Set(files)) {
    try {
      await readFile(file, diagnostician, context)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(...error.problems)
    }
  }
  const diagnosis = diagnostician.diagnosis()
  if (json) printJson(diagnoseResult(diagnosis), context)
  else if (diagnosis.files.length > 0) context.stdout.write(diagnoseText(diagnosis, colorsOf(context)))
  return problems.length > 0 ? reportFailure(new InputError(problems), context) : exitCodes.held
}

async function readFile(
  file: string,
  { take, fileRead }: LogDiagnostician,
  context: CommandContext,
): Promise<void> {
  const log = anyLog(file)
  const chunks = file === '-' ? standardInput(context) : bytesOf(file, context)
  for await (const line of linesOf(chunks)) log.read(line).forEach(take)
  log.end().forEach(take)
  const kind = log.kind()
  if (kind === null) throw noLog(file)
  fileRead({ file, kind, lines: log.lines() }, log.unread())
}

function noLog(file: string): InputError {
  return refuse(
    file === '-' ? 'standard input' : printable(file),
    'no-log',
    "it is neither a client's log nor a web server's log nor a recording",
    'name a file in the format of CMTrace, in W3C format with its #Fields, or a recording.ndjson',
  )
}
