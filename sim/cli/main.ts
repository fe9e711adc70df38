import type { OutputConfiguration } from 'commander'
import type { CommandContext, Output } from './command-context.ts'
import { exitCodes, reportFailure } from './exit-codes.ts'
import { createProgram } from './program.ts'

/** Does what `sitemode` with these arguments does, in this process, and resolves to the exit code. */
export async function main(
  argv: readonly string[],
  surroundings: Omit<CommandContext, 'argv'>,
): Promise<number> {
  const context = { ...surroundings, argv }
  let code: number = exitCodes.held
  try {
    const program = await createProgram(argv[0], async (command) => {
      code = await command(context)
    })
    const output = outputOf(context)
    for (const one of [program, ...program.commands]) one.configureOutput(output)
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return reportFailure(error, context)
  }
}

/** Where help and messages about usage go. They have no colours. */
function outputOf({ stdout, stderr }: CommandContext): OutputConfiguration {
  return {
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHelpWidth: () => widthOf(stdout),
    getErrHelpWidth: () => widthOf(stderr),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  }
}

function widthOf({ isTTY, columns }: Output): number {
  return (isTTY ? columns : undefined) ?? 80
}
