import type { Command } from 'commander'
import { catalogue, catalogueSections, entryOf } from '../evidence/catalogue.ts'
import { explain, explainableCodes } from '../evidence/explanation/explain.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { nearest } from '../model/source/did-you-mean.ts'
import { refuse } from '../model/source/source.ts'
import { catalogueText, entryText, explanationText } from '../report/terminal/catalogue-text.ts'
import { colorsOf, type Colors } from '../report/terminal/colors.ts'
import { exitCodes, printJson, type CommandContext, type Perform } from './command-context.ts'

interface ExplainOptions {
  json?: true
}

export function addExplainCommand(program: Command, perform: Perform): void {
  program
    .command('explain')
    .description('explain a failure of the catalogue, or a code out of a log')
    .argument(
      '[code]',
      'id, or code of Node, OpenSSL, WinHTTP, IIS, Windows or the client; all ids without it',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode explain
  sitemode explain client-certificate-expired
  sitemode explain ECONNRESET
  sitemode explain 403.13
  sitemode explain 0x80072F8F --json

Also: 12175, ERROR_WINHTTP_SECURE_FAILURE, -2147012721, CERT_E_UNTRUSTEDROOT, 2148204809,
0x87D00282, and state messages such as 1000/2.

Exits 0 when the code is known, 2 when it is not.`,
    )
    .action((code: string | undefined, options: ExplainOptions) =>
      perform((context) => explainCode(code, options, context)),
    )
}

function explainCode(code: string | undefined, { json }: ExplainOptions, context: CommandContext): number {
  const print = (document: object, text: (colors: Colors) => string): number => {
    if (json) printJson(document, context)
    else context.stdout.write(`${text(colorsOf(context))}\n`)
    return exitCodes.held
  }
  if (code === undefined) {
    return print({ sections: catalogueSections }, (colors) => catalogueText(catalogueSections, colors))
  }
  const entry = entryOf(code.toLowerCase())
  if (entry) return print({ code, entry }, (colors) => entryText(entry, colors))
  const readings = explain(code)
  if (readings.length === 0) throw unknown(code)
  const document = { code, readings: readings.map(summary) }
  return print(document, (colors) => explanationText(readings, colors))
}

/** Keeps, of each candidate, how to recognise it and what to do; `explain ID` shows the rest. */
function summary({ candidates, ...reading }: Reading): object {
  return {
    ...reading,
    candidates: candidates.map(({ id, title, party, look, remedy, confidence }) => ({
      id,
      title,
      party,
      look,
      remedy,
      confidence,
    })),
  }
}

function unknown(code: string): Error {
  const meant = nearest(code, [...catalogue.map(({ id }) => id), ...explainableCodes()])
  const remedy = meant === undefined ? 'sitemode explain lists what there is' : `did you mean ${meant}?`
  return refuse(code, 'unknown-code', 'it is no code that can be explained', remedy)
}
