import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { linesOf } from '../encoding/text-lines.ts'
import { catalogue, catalogueSections, entryOf } from '../evidence/catalogue.ts'
import { explainableCodes } from '../evidence/explanation/explain.ts'
import { explainAlone } from '../evidence/explanation/pick-codes.ts'
import { codeReader, type Understood } from '../logs/code-reader.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { nearest } from '../model/source/did-you-mean.ts'
import { refuse } from '../model/source/source.ts'
import {
  catalogueText,
  entryText,
  explanationText,
  understoodText,
} from '../report/terminal/catalogue-text.ts'
import type { Colors } from '../report/terminal/colors.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { bytesIn, bytesOf, isStandardInput, shownName } from './input-bytes.ts'

interface ExplainOptions {
  json?: true
}

export function addExplainCommand(program: Command, perform: Perform): void {
  program
    .command('explain')
    .description('explain a failure of the catalogue, or the codes in any text')
    .argument(
      '[text...]',
      'id, code, text with codes in it, file, or - for standard input; all ids without it',
    )
    .option('--json', 'print one JSON document')
    // A text may begin with a negative number.
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
Examples:
  sitemode explain
  sitemode explain client-certificate-expired
  sitemode explain ECONNRESET
  sitemode explain 403.13
  sitemode explain 0x80072F8F --json
  sitemode explain HTTP Error 403.16
  sitemode explain 'Post to https://mp/ccm_system/request failed with 0x87d00231.'
  sitemode explain CcmExec.log
  sitemode explain - < ex101115.log

Codes of WinHTTP, WinINet, Windows, IIS, BITS, the Windows Update Agent, Schannel, OpenSSL, Node, curl,
browsers, PXE firmware and the client: as a number in any spelling, by name, or within a line of a log.

Exits 0 when a code is known, 2 when none is.`,
    )
    .action((texts: string[], options: ExplainOptions) =>
      perform((context) => explainText(texts, options, context)),
    )
}

async function explainText(
  texts: readonly string[],
  { json }: ExplainOptions,
  context: CommandContext,
): Promise<number> {
  const print = <Found>(
    document: object,
    found: Found,
    inWords: (found: Found, colors: Colors) => string,
  ): number => {
    if (json) printJson(document, context)
    else context.stdout.tell(found, (shown, colors) => `${inWords(shown, colors)}\n`)
    return exitCodes.held
  }
  const option = texts.find((one) => /^--?[a-z][\w-]*$/i.test(one))
  if (option !== undefined) throw refuse(option, 'unknown-option', 'there is no such option', 'try --help')
  const text = texts.join(' ')
  if (texts.length === 0) {
    return print({ sections: catalogueSections }, catalogueSections, catalogueText)
  }
  const entry = entryOf(text.toLowerCase())
  if (entry) return print({ code: text, entry }, entry, entryText)
  const readings = explainAlone(text)
  if (readings.length > 0) {
    const document = { code: text, readings: readings.map(summary) }
    return print(document, readings, explanationText)
  }
  const isFile = texts.length === 1 && (isStandardInput(text) || existsSync(pathOf(text, context)))
  const source = isFile ? bytesOf(text, context) : undefined
  const understood = await understand(source ?? bytesIn(text))
  const { found, unknown, lines } = understood
  if (found.length === 0) throw source ? nothingKnown(text, understood) : notKnown(text, understood)
  const document = {
    ...(source ? { file: text, lines } : { code: text }),
    readings: found.flatMap(({ written, line, times, readings: all }) =>
      all.map((reading) => ({ ...summary(reading), written, line, times })),
    ),
    unknown,
  }
  return print(document, understood, understoodText)
}

async function understand(chunks: AsyncIterable<Uint8Array>): Promise<Understood> {
  const reader = codeReader()
  for await (const { text, number } of linesOf(chunks)) reader.read(text, number)
  return reader.understood()
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

function nothingKnown(file: string, { unknown, lines }: Understood): Error {
  const looked = unknown.length > 0 ? `; not known: ${unknown.join(', ')}` : ''
  return refuse(
    shownName(file),
    'no-code',
    `no code that can be explained is in its ${lines} lines${looked}`,
    'sitemode explain lists what there is',
  )
}

/** Longer texts are no mistyped code. */
const longestCode = 64

function notKnown(text: string, { unknown }: Understood): Error {
  // Two numbers that look alike mean nothing alike.
  const isNumber = /^\W*(?:0x)?[\da-f]*\d[\da-f]*\W*$/i.test(text) || /^[\W\d]+$/.test(text)
  const words = [...catalogue.map(({ id }) => id), ...explainableCodes()].filter((code) => !/^\d/.test(code))
  const meant = isNumber || text.length > longestCode ? undefined : nearest(text, words)
  const remedy = meant === undefined ? 'sitemode explain lists what there is' : `did you mean ${meant}?`
  const [one, ...more] = unknown
  const what =
    one === undefined || (more.length === 0 && one === text.trim())
      ? 'it is no code that can be explained'
      : `nothing in it is a code that can be explained; not known: ${unknown.join(', ')}`
  return refuse(text, 'unknown-code', what, remedy)
}
