import type { Command } from 'commander'
import { catalogue, catalogueSections, entryOf } from '../evidence/catalogue.ts'
import { explain, explainableCodes } from '../evidence/explanation/explain.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { nearest } from '../model/source/did-you-mean.ts'
import { refuse } from '../model/source/refuse.ts'
import { catalogueText } from '../report/terminal/catalogue-text.ts'
import { entryText } from '../report/terminal/entry-text.ts'
import { explanationText } from '../report/terminal/explanation-text.ts'
import { printJson } from './print-json.ts'

export function addExplainCommand(program: Command): void {
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
    .action(explainCode)
}

function explainCode(code: string | undefined, { json }: { json?: true }): void {
  if (code === undefined) {
    if (json) printJson({ sections: catalogueSections })
    else process.stdout.write(`${catalogueText(catalogueSections)}\n`)
    return
  }
  const entry = entryOf(code.toLowerCase())
  if (entry) {
    if (json) printJson({ code, entry })
    else process.stdout.write(`${entryText(entry)}\n`)
    return
  }
  const readings = explain(code)
  if (readings.length === 0) throw unknown(code)
  if (json) printJson({ code, readings: readings.map(summary) })
  else process.stdout.write(`${explanationText(readings)}\n`)
}

/** Of each candidate what tells it from the others, and what to do; `explain ID` has the rest. */
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
