import { Argument, type Command } from 'commander'
import { completionScript, shells, type Shell } from './completion-script.ts'

export function addCompletionCommand(program: Command): void {
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
    .action((shell: Shell) => {
      process.stdout.write(completionScript(program, shell))
    })
}
