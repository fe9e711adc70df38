#!/usr/bin/env node
import { constants } from 'node:os'
import { exitCodes, reportFailure } from './command-context.ts'
import { watchLostTime } from './lost-time.ts'
import { ownProcess } from './process-of-command.ts'
import { terminalOf } from './terminal.ts'

const told = terminalOf(process.stderr, process.env)

// Nothing else needs cleaning up: the kernel closes the sockets, and files on disk were published whole.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]))
}
// The reader of our output may stop reading: `sitemode matrix | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  told.say`sitemode: cannot write to standard output: ${error.message}\n`
  process.exit(exitCodes.environment)
})
// Messages have no reader any more; the exit code still tells the result.
process.stderr.on('error', () => undefined)

// A defect, or the machine's fault where nobody waited for it; a rejected promise comes here as well.
process.on('uncaughtException', (error) => process.exit(reportFailure(error, { stderr: told })))

watchLostTime(process, (sentence) => told.say`sitemode: ${sentence}\n`)

const { argv, stdout, stderr, env } = process
const { main } = await import('./program.ts')
process.exitCode = await main(argv.slice(2), {
  stdin: () => process.stdin,
  ...{ stdout, stderr, env, cwd: '.', ownProcess: ownProcess(process) },
})
