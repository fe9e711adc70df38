#!/usr/bin/env node
import { constants } from 'node:os'
import { exitCodes } from './exit-codes.ts'
import { main } from './main.ts'

// Nothing needs to be undone: the kernel closes the sockets, and what is on disk was published whole.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]))
}
// Whoever reads our output may stop reading: `sitemode matrix | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`sitemode: cannot write to standard output: ${error.message}\n`)
  process.exit(exitCodes.environment)
})
// Nobody left to tell; the exit code still does.
process.stderr.on('error', () => undefined)

const { argv, stdout, stderr, env } = process
process.exitCode = await main(argv.slice(2), { stdout, stderr, env, cwd: '.' })
