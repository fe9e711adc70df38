import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InputError } from '../errors.ts'
import { catalogueSections } from '../evidence/catalogue.ts'
import { explainedAlone, explainedIn, explanationOf, type Explained } from '../library/explain.ts'
import { bytesOf, isStandardInput } from '../library/input-bytes.ts'
import { refuse } from '../model/source/source.ts'
import {
  catalogueText,
  entryText,
  explanationText,
  understoodText,
} from '../report/terminal/catalogue-text.ts'
import type { Colors } from '../report/terminal/colors.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'

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
  if (texts.length === 0) {
    return print({ sections: catalogueSections }, catalogueSections, catalogueText)
  }
  const text = texts.join(' ')
  const explained = explainedAlone(text)
  if (explained) return print(explanationOf(explained), explained, explainedText)
  const isFile = texts.length === 1 && (isStandardInput(text) || existsSync(pathOf(text, context)))
  const source = isFile ? bytesOf(text, context) : undefined
  const inText = await explainedIn(text, source).catch((error: unknown) => {
    throw !source && isLikeName(text) ? neitherCodeNorFile(error) : error
  })
  const { code, ...rest } = explanationOf(inText)
  const document = source ? { file: code, lines: inText.understood.lines, ...rest } : { code, ...rest }
  return print(document, inText, explainedText)
}

/** Whether a text can have been meant as the name of a file: it has folders, or ends like `.log`. */
function isLikeName(text: string): boolean {
  return /[/\\]|\.[a-z]+$/i.test(text)
}

function neitherCodeNorFile(error: unknown): unknown {
  if (!(error instanceof InputError)) return error
  return new InputError(
    error.problems.map((problem) => ({
      ...problem,
      message: `${problem.message}, and there is no such file`,
    })),
  )
}

function explainedText(explained: Explained, colors: Colors): string {
  switch (explained.kind) {
    case 'entry':
      return entryText(explained.entry, colors)
    case 'code':
      return explanationText(explained.readings, colors)
    case 'text':
      return understoodText(explained.understood, colors)
  }
}
