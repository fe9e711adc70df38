#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { Command } from 'commander'
import { addCertsCommand } from './certs-command.ts'
import { exitCodes } from './exit-codes.ts'
import { addLabCommand } from './lab-command.ts'
import { addExplainCommand } from './explain-command.ts'
import { addMatrixCommand } from './matrix-command.ts'
import { addProbeCommand } from './probe-command.ts'
import { reportFailure } from './report-failure.ts'
import { addRunCommand } from './run-command.ts'
import { addServeCommand } from './serve-command.ts'
import { shipped } from './shipped.ts'
import { addValidateCommand } from './validate-command.ts'

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

const { version } = JSON.parse(readFileSync(shipped('package.json'), 'utf8')) as { version: string }

const program = new Command('sitemode')
  .description('Configuration Manager 2007 sites in mixed and native mode, over real sockets on loopback')
  .version(version)
  .showHelpAfterError('(try --help)')
  .exitOverride()
addMatrixCommand(program)
addRunCommand(program)
addServeCommand(program)
addCertsCommand(program)
addValidateCommand(program)
addLabCommand(program)
addExplainCommand(program)
addProbeCommand(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
}
