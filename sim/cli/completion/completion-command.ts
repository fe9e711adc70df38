import { Argument, type Command } from 'commander'
import { keysOf } from '../../vocabulary/keys-of.ts'
import { exitCodes, type Describe, type Perform } from '../command-context.ts'
import { candidatesFor } from './candidates.ts'
import { shells } from './shells.ts'

type Shell = keyof typeof shells

export function addCompletionCommand(program: Command, perform: Perform, describe: Describe): void {
  program
    .command('completion')
    .description('print a script that completes commands, options, codes and names in a shell')
    .addArgument(new Argument('<shell>', 'whose script').choices(keysOf(shells)))
    .argument('[line]', 'print in its place what can come next on this command line')
    .addHelpText(
      'after',
      `
Examples:
  source <(sitemode completion bash)
  source <(sitemode completion zsh)
  sitemode completion fish > ~/.config/fish/completions/sitemode.fish
  sitemode completion powershell | Out-String | Invoke-Expression`,
    )
    .action((shell: Shell, line?: string) =>
      perform(async (context) => {
        const { script, escape } = shells[shell]
        if (line === undefined) context.stdout.document(script)
        else
          for (const { text, about } of await candidatesFor(line, escape, describe, context))
            context.stdout.say`${text}:${about}\n`
        return exitCodes.held
      }),
    )
}
