import { readFileSync } from 'node:fs'
import type { Command, Option } from 'commander'
import { createProgram } from '../../sim/cli/program.ts'
import { cell, generated, type Page } from './page.ts'

/** A page for each command; what is written by hand about it stands in docs/commands/about. */
export async function commandPages(docs: URL): Promise<Page[]> {
  const { commands } = await createProgram()
  return commands.map((command) => {
    const about = readFileSync(new URL(`commands/about/${command.name()}.md`, docs), 'utf8')
    return { path: `commands/${command.name()}.md`, text: commandPage(command, about) }
  })
}

function commandPage(command: Command, about: string): string {
  const name = command.name()
  const given = command.registeredArguments.map((argument) => [
    `\`${argument.required ? `<${argument.name()}>` : `[${argument.name()}${argument.variadic ? '...' : ''}]`}\``,
    argument.description,
    choices(argument.argChoices),
    argument.defaultValue === undefined ? '' : `\`${String(argument.defaultValue)}\``,
  ])
  const options = command.options.map((option) => [
    `\`${option.flags}\``,
    option.description,
    choices(option.argChoices),
    standard(option),
  ])
  return `${generated}
# sitemode ${name}

${capitalized(command.description())}.

\`\`\`text
sitemode ${name} ${command.usage()}
\`\`\`

${fromParent(about.trim())}

${table('argument', given)}${table('option', options)}${examples(command)}
See also [the exit codes](../../README.md#commands) and [how to install the command](../installing.md).
`
}

/** What is written in a folder below the page has one step more to go. */
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

function standard({ defaultValue, negate }: Option): string {
  return defaultValue === undefined || negate ? '' : `\`${String(defaultValue)}\``
}

/** What `--help` says besides: the exit codes, and the examples as they are typed in a folder that has the command. */
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
