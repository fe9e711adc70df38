import { Argument, type Command } from 'commander'
import { catalogue } from '../evidence/catalogue.ts'
import { exitCodes, type Perform } from './command-context.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

export function addCompletionCommand(program: Command, perform: Perform): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and codes in a shell')
    .addArgument(new Argument('<shell>', 'whose script').choices(shells))
    .addHelpText(
      'after',
      `
Examples:
  source <(sitemode completion bash)
  source <(sitemode completion zsh)
  sitemode completion fish > ~/.config/fish/completions/sitemode.fish`,
    )
    .action((shell: Shell) =>
      perform(({ stdout }) => {
        stdout.document(completionScript(program, shell))
        return exitCodes.held
      }),
    )
}

/** Makes a shell's script from the command line's own description. */
function completionScript(program: Command, shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bashScript(program)
    case 'zsh':
      // zsh can run bash's completion.
      return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`
    case 'fish':
      return fishScript(program)
  }
}

function bashScript({ commands }: Command): string {
  const values = commands.flatMap((command) =>
    command.options.flatMap(({ long, argChoices }) =>
      argChoices ? [`    '${command.name()} ${long ?? ''}') words='${argChoices.join(' ')}' ;;`] : [],
    ),
  )
  const words = commands.map((command) => `    ${command.name()}) words='${wordsOf(command).join(' ')}' ;;`)
  return `_sitemode() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map((command) => command.name()).join(' ')} --help --version'
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command $before" in
${values.join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$command" in
${words.map((line) => `  ${line}`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _sitemode sitemode
`
}

/** Words that may follow a command; the shell itself completes file names. */
function wordsOf(command: Command): string[] {
  const options = command.options.flatMap(({ long }) => long ?? [])
  return [...options, '--help', ...argumentsOf(command)]
}

function argumentsOf(command: Command): readonly string[] {
  if (command.name() === 'explain') return catalogue.map(({ id }) => id)
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
}

function fishScript({ commands }: Command): string {
  const lines = commands.flatMap((command) => {
    const name = command.name()
    const within = `-n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c sitemode -n __fish_use_subcommand -f -a ${name} -d ${quotedForFish(command.description())}`,
      ...command.options.map(({ long, description, argChoices, required }) => {
        const value = argChoices ? ` -x -a '${argChoices.join(' ')}'` : required ? ' -r' : ''
        return `complete -c sitemode ${within} -l ${(long ?? '').slice(2)}${value} -d ${quotedForFish(description)}`
      }),
      ...argumentsOf(command).map((word) => `complete -c sitemode ${within} -f -a ${word}`),
    ]
  })
  return `${lines.join('\n')}\n`
}

function quotedForFish(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}
