#!/usr/bin/env node
import { constants } from 'node:os'
import { Command } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { reportFailure } from './report-failure.ts'
import { version } from './version.ts'

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

const program = new Command('sitemode')
  .description('Configuration Manager 2007 sites in mixed and native mode, over real sockets on loopback')
  .version(version)
  .showHelpAfterError('(try --help)')
  .exitOverride()

/** Loaded when they are wanted: all of them together take longer to load than most of them to run. */
const commands = {
  matrix: async () => (await import('./matrix-command.ts')).addMatrixCommand,
  run: async () => (await import('./run-command.ts')).addRunCommand,
  trace: async () => (await import('./trace-command.ts')).addTraceCommand,
  serve: async () => (await import('./serve-command.ts')).addServeCommand,
  certs: async () => (await import('./certs-command.ts')).addCertsCommand,
  validate: async () => (await import('./validate-command.ts')).addValidateCommand,
  lab: async () => (await import('./lab-command.ts')).addLabCommand,
  explain: async () => (await import('./explain-command.ts')).addExplainCommand,
  probe: async () => (await import('./probe-command.ts')).addProbeCommand,
  report: async () => (await import('./report-command.ts')).addReportCommand,
}
const [, , wanted = ''] = process.argv
const loaders = Object.entries(commands).filter(
  ([name]) => name === wanted || !Object.hasOwn(commands, wanted),
)
for (const add of await Promise.all(loaders.map(([, load]) => load()))) add(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
}
