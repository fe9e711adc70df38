import type { Argument, Command, Option } from 'commander'
import { catalogue } from '../../evidence/catalogue.ts'
import { rules } from '../../rules/concerns.ts'
import type { CommandContext, Describe } from '../command-context.ts'
import { clientNames, siteSwitches, type Candidate } from './names-in-files.ts'

/**
 * What can come next on a command line that ends at the cursor. Nothing on it is carried out, and nothing is told of what is
 * wrong with it: somebody is typing.
 */
export async function candidatesFor(
  line: string,
  escape: string,
  describe: Describe,
  context: CommandContext,
): Promise<Candidate[]> {
  const words = wordsOf(line, escape)
  const [name = '', ...typed] = words.slice(words.findIndex((word) => executable.test(word)) + 1)
  const found =
    typed.length === 0
      ? commandsOf(await describe(''))
      : await followersOf((await describe(name)).commands, name, typed, context)
  const current = typed.at(-1) ?? name
  return found.filter(({ text }) => text.startsWith(current) && plain.test(text)).slice(0, mostCandidates)
}

const executable = /(?:^|[/\\])sitemode(?:\.\w+)?$/

/** Words that mean themselves in every shell, unquoted. Whatever else a file has for a name is not offered. */
const plain = /^[\p{L}\p{N}._-][\p{L}\p{N}=./_-]*$/u

/** Nobody looks through more. */
const mostCandidates = 500

/** Words of a line as their shell takes them, the last one up to the cursor. Variables stay what they are. */
function wordsOf(line: string, escape: string): string[] {
  const escaped = `[${escape}${escape}][^]?`
  const piece = `${escaped}|'[^']*'?|"(?:${escaped}|[^"${escape}${escape}])*"?|[^\\s'"${escape}${escape}]`
  const words = [...line.matchAll(new RegExp(`(?:${piece})+`, 'gu'))]
  const last = words.at(-1)
  const isBegun = last !== undefined && last.index + last[0].length === line.length
  const unquoted = words.map(([word]) =>
    word.replaceAll(new RegExp(piece, 'gu'), (one) => meantBy(one, escape)),
  )
  return isBegun ? unquoted : [...unquoted, '']
}

function meantBy(piece: string, escape: string): string {
  const inside = piece.replace(/^(['"])([^]*?)\1?$/, '$2')
  return piece.startsWith("'")
    ? inside
    : inside.replaceAll(new RegExp(`[${escape}${escape}]([^])`, 'gu'), '$1')
}

function commandsOf({ commands }: Command): Candidate[] {
  return [
    ...commands.map((command) => ({ text: command.name(), about: command.description() })),
    { text: '--help', about: 'display help' },
    { text: '--version', about: 'output the version number' },
  ]
}

/** What can follow a command and what is typed behind it. */
async function followersOf(
  commands: readonly Command[],
  name: string,
  typed: readonly string[],
  context: CommandContext,
): Promise<Candidate[]> {
  const command = commands.find((one) => one.name() === name)
  if (!command) return []
  const current = typed.at(-1) ?? ''
  const { files, awaiting } = readWords(command, typed.slice(0, -1))
  const [, long, equals] = /^(--[\w-]+)(=)?/.exec(current) ?? []
  const assigned = equals ? optionCalled(command, long) : undefined
  if (assigned) {
    const values = await valuesOf(assigned, files, context)
    return values.map(({ text, about }) => ({ text: `${long}=${text}`, about }))
  }
  if (awaiting && (!awaiting.variadic || !current.startsWith('-'))) return valuesOf(awaiting, files, context)
  if (current.startsWith('-') || command.registeredArguments.length === 0) return optionsOf(command)
  const argument = command.registeredArguments[files.length] ?? command.registeredArguments.at(-1)
  return argument ? valuesOf(argument, files, context) : []
}

/** The words of a command that belong to no option, and the option whose value the next word is. */
function readWords(
  command: Command,
  words: readonly string[],
): { files: readonly string[]; awaiting: Option | undefined } {
  const files: string[] = []
  let awaiting: Option | undefined
  for (const word of words) {
    if (/^-./.test(word)) {
      const option = optionCalled(command, word)
      awaiting = option && (option.required || option.optional) ? option : undefined
    } else if (!awaiting) files.push(word)
    else if (!awaiting.variadic) awaiting = undefined
  }
  return { files, awaiting }
}

function optionCalled({ options }: Command, name = ''): Option | undefined {
  return options.find(({ long }) => long === name)
}

function optionsOf({ options }: Command): Candidate[] {
  const own = options.map(({ long, description }) => ({ text: long ?? '', about: description }))
  return [...own, { text: '--help', about: 'display help for command' }]
}

/** What a value can be, by what has been typed. */
type Values = (files: readonly string[], context: CommandContext) => Candidate[] | Promise<Candidate[]>

/** Names of files are for the shell to complete, and nobody can know the number or the address that is meant. */
const none: Values = () => []

/**
 * The values of options and arguments without choices, by the word that stands for them in the help: `--client <client>`. A
 * test compares these words with those of the command line, so that no new option goes without.
 */
export const valuesByWord: ReadonlyMap<string, Values> = new Map<string, Values>([
  ['client', ([file = ''], context) => clientNames(file, context)],
  ['site=mode', ([file = ''], context) => siteSwitches(file, context)],
  ['id', failures],
  ['text', () => [...failures(), ...rules.map(({ id, sentence }) => ({ text: id, about: sentence }))]],
  ['file', none],
  ['dir', none],
  ['recording', none],
  ['before', none],
  ['after', none],
  ['n', none],
  ['i/n', none],
  ['seed', none],
  ['seconds', none],
  ['port', none],
  ['address', none],
  ['host:port:address', none],
  ['url', none],
  ['line', none],
])

function failures(): Candidate[] {
  return catalogue.map(({ id, title }) => ({ text: id, about: title }))
}

async function valuesOf(
  value: Option | Argument,
  files: readonly string[],
  context: CommandContext,
): Promise<Candidate[]> {
  const { argChoices, description } = value
  if (argChoices) return argChoices.map((text) => ({ text, about: description }))
  return (await valuesByWord.get(wordFor(value))?.(files, context)) ?? []
}

/** The word that stands for a value in the help: `site=mode` of `--switch <site=mode>`, `id` of `--only <id...>`. */
function wordFor(value: Option | Argument): string {
  if (!('flags' in value)) return value.name()
  return /[<[](.+?)(?:\.{3})?[>\]]/.exec(value.flags)?.[1] ?? ''
}
