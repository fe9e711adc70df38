import type { Argument, Command, Option } from 'commander'
import { createProgram } from '../../sim/cli/program.ts'

/** Every argument and option of every command that takes a value of the user's own: `run [file...]`, `run --out <dir>`. */
export async function givenValues(): Promise<string[]> {
  const { commands } = await createProgram()
  return commands.flatMap((command) => [
    ...command.registeredArguments.filter(isFree).map((argument) => `${command.name()} ${shown(argument)}`),
    ...command.options.filter(isFree).flatMap((option) => optionOf(command, option)),
  ])
}

function isFree({ argChoices }: Pick<Argument, 'argChoices'> | Pick<Option, 'argChoices'>): boolean {
  return argChoices === undefined
}

function shown(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

function optionOf(command: Command, { flags, required, optional }: Option): string[] {
  return required || optional ? [`${command.name()} ${flags}`] : []
}
