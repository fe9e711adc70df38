#!/usr/bin/env node
import { constants } from 'node:os'

const interruption = new AbortController()
let endsByItself = false

// Nothing else needs cleaning up: the kernel closes the sockets, and files on disk were published whole.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!endsByItself || interruption.signal.aborted) process.exit(128 + constants.signals[signal])
    interruption.abort(signal)
  })
}

// Loaded from here, or Node would end a process that cannot open its own modules, with a code of its own.
const [{ exitCodes, reportFailure }, { ownProcess }, { terminalOf }, { timeLostInWords }] = await Promise.all(
  [
    import('./command-context.ts'),
    import('../library/own-process.ts'),
    import('./terminal.ts'),
    import('../evidence/time-lost.ts'),
  ],
).catch(cannotLoad)

/** Nothing of ours is there yet to tell it by. */
function cannotLoad(error: unknown): never {
  const { syscall, message } = error as NodeJS.ErrnoException
  if (syscall === undefined) throw error
  process.stderr.write(`sitemode: cannot load its own program: ${message}\n`)
  process.exit(3)
}

const told = terminalOf(process.stderr, process.env)

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

const own = ownProcess(process)
own.onTimeLost((lost) => told.say`sitemode: ${timeLostInWords(lost)}\n`)

const { argv, stdout, stderr, env } = process
const { main } = await import('./program.ts')
process.exitCode = await main(argv.slice(2), {
  stdin: () => process.stdin,
  interrupted: interruption.signal,
  endsByItself: () => (endsByItself = true),
  ...{ stdout, stderr, env, cwd: '.', ownProcess: own },
})
// Whatever a client was about is not waited for.
if (interruption.signal.aborted) process.exit()
