import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InputError } from '../errors.ts'
import { catalogueSections } from '../evidence/catalogue.ts'
import { explainedAlone, explainedIn, explanationOf, type Explained } from '../library/explain.ts'
import { bytesOf, isStandardInput } from '../library/input-bytes.ts'
import { listInWords } from '../report/lists.ts'
import {
  catalogueText,
  entryText,
  explanationText,
  understoodText,
} from '../report/terminal/catalogue-text.ts'
import type { Colors } from '../report/terminal/colors.ts'
import { besideLabel, wrapped } from '../report/terminal/wrapped.ts'
import { rules, type ExplainedRule } from '../rules/concerns.ts'
import type { Rule, Statement } from '../rules/rule.ts'
import { english } from '../texts/english.ts'
import type { Protocol } from '../vocabulary/network.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'

interface ExplainOptions {
  json?: true
}

export function addExplainCommand(program: Command, perform: Perform): void {
  program
    .command('explain')
    .description('explain a failure of the catalogue, a rule, or the codes in any text')
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
  sitemode explain roaming/same-mode
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
    .action((texts: string[], options: ExplainOptions, command: Command) => {
      const option = texts.find((text) => /^--?[a-z][\w-]*(?:=.*)?$/i.test(text))
      // Commander refuses it, and suggests what was meant.
      if (option !== undefined) command.allowUnknownOption(false).parse([option], { from: 'user' })
      return perform((context) => explainText(texts, options, context))
    })
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
  if (texts.length === 0) {
    const all = { sections: catalogueSections, rules: rules.map(({ id, sentence }) => ({ id, sentence })) }
    return print(all, all, (shown, colors) =>
      [catalogueText(shown.sections, colors), rulesText(shown.rules, colors)].join('\n\n'),
    )
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
    case 'rule':
      return ruleText(explained.rule, colors)
    case 'code':
      return explanationText(explained.readings, colors)
    case 'text':
      return understoodText(explained.understood, colors)
  }
}

/** Everything that is known of a rule. */
function ruleText(rule: ExplainedRule, colors: Colors): string {
  const { id, sentence, sources, decides, roles, clientModes, siteModes } = rule
  const systems = roles.length === 0 ? 'none' : listInWords(roles.map(english.role))
  return [
    wrapped(`${colors.bold(id)}: ${sentence}`, ''),
    [
      field('decides', decides),
      ...waysOf(rule).map((way) => field('', way)),
      field('systems', systems),
      field('clients', `in ${clientModes.join(' or ')} mode`),
      field('sites', `in ${siteModes.join(' or ')} mode`),
    ].join('\n'),
    ...statementsText(
      'What the documentation says',
      sources.filter((source) => !source.inferred),
    ),
    ...statementsText(
      'Inferred from what the documentation says',
      sources.filter((source) => source.inferred),
    ),
  ].join('\n\n')
}

/** Nothing where there is no statement. */
function statementsText(heading: string, statements: readonly Statement[]): string[] {
  if (statements.length === 0) return []
  const lines = statements.map(({ says, pages }) => wrapped(`  ${says} (${pages.join('; ')})`, '    '))
  return [[heading, ...lines].join('\n')]
}

/** `allowed by HTTP or SMB`; empty where the rule decides something else. */
function waysOf({ allows, forbids }: ExplainedRule): string[] {
  return [
    ...(allows.length > 0 ? [`allowed, by ${inWords(allows)}`] : []),
    ...(forbids.length > 0 ? [`forbidden, where the system takes ${inWords(forbids)}`] : []),
  ]
}

function inWords(protocols: readonly Protocol[]): string {
  return protocols.map((protocol) => protocol.toUpperCase()).join(' or ')
}

function field(name: string, text: string): string {
  return besideLabel(`  ${name}`, 14, text)
}

/** The id of each rule, and its sentence. */
function rulesText(rules: readonly Pick<Rule, 'id' | 'sentence'>[], colors: Colors): string {
  return [
    colors.bold('Rules that clients follow'),
    ...rules.map(({ id, sentence }) => wrapped(`  ${id}: ${sentence}`, '    ')),
  ].join('\n')
}
