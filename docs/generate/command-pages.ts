import { readFileSync } from 'node:fs'
import type { Command, Option } from 'commander'
import { createProgram } from '../../sim/cli/program.ts'
import { findingChapters, type FindingMeaning } from '../../sim/vocabulary/finding-codes.ts'
import { cell, generated, type Page } from './page.ts'

/** A page for each command; its handwritten part is in docs/commands/about. */
export async function commandPages(docs: URL): Promise<Page[]> {
  const { commands } = await createProgram()
  return commands.map((command) => {
    const about = readFileSync(new URL(`commands/about/${command.name()}.md`, docs), 'utf8')
    return { path: `commands/${command.name()}.md`, text: commandPage(command, about) }
  })
}

function commandPage(command: Command, about: string): string {
  const name = command.name()
  const args = command.registeredArguments.map((argument) => [
    `\`${argument.required ? `<${argument.name()}>` : `[${argument.name()}${argument.variadic ? '...' : ''}]`}\``,
    argument.description,
    choices(argument.argChoices),
    argument.defaultValue === undefined ? '' : `\`${String(argument.defaultValue)}\``,
  ])
  const options = command.options.map((option) => [
    `\`${option.flags}\``,
    option.description,
    choices(option.argChoices),
    defaultText(option),
  ])
  return `${generated}
# sitemode ${name}

${capitalized(command.description())}.

\`\`\`text
sitemode ${name} ${command.usage()}
\`\`\`

${fromParent(withWarnings(about.trim()))}

${table('argument', args)}${table('option', options)}${examples(command)}
See also [the exit codes](../../README.md#commands) and [how to install the command](../installing.md).
`
}

/** Lists the warnings of a chapter of docs/findings.md where the handwritten part says so. */
function withWarnings(text: string): string {
  return text.replaceAll(/^<!-- warnings: (.*) -->$/gm, (_, named: string) => {
    const [, codes] = Object.entries(findingChapters).find(([title]) => title === named) ?? []
    if (!codes) throw new Error(`docs/findings.md has no chapter ${named}`)
    return Object.entries<FindingMeaning>(codes)
      .flatMap(([code, means]) => (typeof means === 'string' ? [] : `- \`${code}\`: ${means.acceptable}`))
      .join('\n')
  })
}

/** The handwritten part is one folder below the page, so its relative links have one step too many. */
function fromParent(text: string): string {
  return text.replaceAll('](../', '](')
}

function table(kind: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const lines = rows.map((row) => `| ${row.map(cell).join(' | ')} |`)
  return `| ${kind} | means | one of | default |\n|---|---|---|---|\n${lines.join('\n')}\n\n`
}

function choices(of: readonly string[] | undefined): string {
  return (of ?? []).map((one) => `\`${one}\``).join(', ')
}

function defaultText({ defaultValue, negate }: Option): string {
  return defaultValue === undefined || negate ? '' : `\`${String(defaultValue)}\``
}

/** The rest of `--help`: the exit codes, and the examples as typed in a folder where the package is installed. */
function examples(command: Command): string {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  const rest = help.slice(help.indexOf('display help for command') + 'display help for command'.length).trim()
  const typed = rest.replaceAll(/(?<=^ {2}|&& |<\()sitemode /gm, 'npx sitemode ')
  return typed === '' ? '' : `\`\`\`text\n${typed}\n\`\`\`\n`
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
