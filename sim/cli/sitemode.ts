#!/usr/bin/env node
import { constants } from 'node:os'
import { exitCodes } from './command-context.ts'
import { ownProcess } from './process-of-command.ts'
import { main } from './program.ts'

// Nothing else needs cleaning up: the kernel closes the sockets, and files on disk were published whole.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]))
}
// The reader of our output may stop reading: `sitemode matrix | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`sitemode: cannot write to standard output: ${error.message}\n`)
  process.exit(exitCodes.environment)
})
// Messages have no reader any more; the exit code still tells the result.
process.stderr.on('error', () => undefined)

const { argv, stdout, stderr, env } = process
process.exitCode = await main(argv.slice(2), {
  stdin: () => process.stdin,
  ...{ stdout, stderr, env, cwd: '.', ownProcess: ownProcess(process) },
})
