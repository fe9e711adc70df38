import { Command } from 'commander'
import { packageVersion } from '../shipped.ts'
import type { Perform } from './command-context.ts'

/** Loaded when they are wanted: all of them together take longer to load than most of them to run. */
const commands = {
  init: async () => (await import('./init-command.ts')).addInitCommand,
  run: async () => (await import('./run-command.ts')).addRunCommand,
  trace: async () => (await import('./trace-command.ts')).addTraceCommand,
  report: async () => (await import('./report-command.ts')).addReportCommand,
  serve: async () => (await import('./serve-command.ts')).addServeCommand,
  matrix: async () => (await import('./matrix-command.ts')).addMatrixCommand,
  certs: async () => (await import('./certs-command.ts')).addCertsCommand,
  validate: async () => (await import('./validate-command.ts')).addValidateCommand,
  lab: async () => (await import('./lab-command.ts')).addLabCommand,
  explain: async () => (await import('./explain-command.ts')).addExplainCommand,
  probe: async () => (await import('./probe-command.ts')).addProbeCommand,
  completion: async () => (await import('./completion-command.ts')).addCompletionCommand,
}

/**
 * The command line, with the one command that is wanted; with all of them where that is none or speaks of all. Without `perform`
 * it describes itself, and does nothing.
 */
export async function createProgram(
  wanted = '',
  perform: Perform = () => Promise.resolve(),
): Promise<Command> {
  const program = new Command('sitemode')
    .description('Configuration Manager 2007 sites in mixed and native mode, over real sockets on loopback')
    .version(packageVersion())
    .showHelpAfterError('(try --help)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  sitemode init my-site
  sitemode run my-site/scenario.yaml
  sitemode serve my-site/hierarchy.yaml --web
  sitemode explain ECONNRESET`,
    )
  if (['--version', '-V'].includes(wanted)) return program
  const speaksOfAll = wanted === 'completion' || !Object.hasOwn(commands, wanted)
  const loaders = Object.entries(commands).filter(([name]) => speaksOfAll || name === wanted)
  for (const add of await Promise.all(loaders.map(([, load]) => load()))) add(program, perform)
  return program
}
