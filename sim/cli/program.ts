import { Command, type OutputConfiguration } from 'commander'
import { packageVersion } from '../shipped.ts'
import { exitCodes, reportFailure, type CommandContext, type Perform } from './command-context.ts'
import { openedOnce } from '../library/input-bytes.ts'
import { isJob } from '../library/jobs/processes.ts'
import { terminalOf, type Output } from './terminal.ts'

/** Loaded on demand: loading all commands takes longer than running most of them. */
const commands = {
  init: async () => (await import('./init-command.ts')).addInitCommand,
  run: async () => (await import('./run-command.ts')).addRunCommand,
  trace: async () => (await import('./trace-command.ts')).addTraceCommand,
  report: async () => (await import('./report-command.ts')).addReportCommand,
  diff: async () => (await import('./diff-command.ts')).addDiffCommand,
  merge: async () => (await import('./shards/merge-command.ts')).addMergeCommand,
  plan: async () => (await import('./plan-command.ts')).addPlanCommand,
  fleet: async () => (await import('./fleet-command.ts')).addFleetCommand,
  serve: async () => (await import('./serve-command.ts')).addServeCommand,
  matrix: async () => (await import('./matrix-command.ts')).addMatrixCommand,
  certs: async () => (await import('./certs-command.ts')).addCertsCommand,
  validate: async () => (await import('./validate-command.ts')).addValidateCommand,
  lab: async () => (await import('./lab-command.ts')).addLabCommand,
  explain: async () => (await import('./explain-command.ts')).addExplainCommand,
  diagnose: async () => (await import('./diagnose-command.ts')).addDiagnoseCommand,
  probe: async () => (await import('./probe-command.ts')).addProbeCommand,
  completion: async () => (await import('./completion/completion-command.ts')).addCompletionCommand,
}

/**
 * The command line with the wanted command; with all commands if there is none of that name. Without
 * `perform` it only describes itself.
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
  const listsAll = !Object.hasOwn(commands, wanted)
  const loaders = Object.entries(commands).filter(([name]) => listsAll || name === wanted)
  for (const add of await Promise.all(loaders.map(([, load]) => load()))) add(program, perform, createProgram)
  return program
}

/** A process, or what stands for one. */
interface Surroundings extends Omit<CommandContext, 'argv' | 'growing' | 'stdout' | 'stderr'> {
  stdout: Output
  stderr: Output
}

/** Runs `sitemode` with these arguments in this process, and resolves to the exit code. */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { env, stdin } = surroundings
  const stdout = terminalOf(surroundings.stdout, env)
  const stderr = terminalOf(surroundings.stderr, env)
  const context: CommandContext = {
    ...surroundings,
    ...(stdin && { stdin: openedOnce(stdin) }),
    ...{ argv, stdout, stderr, growing: [] },
  }
  let code: number = exitCodes.held
  try {
    if (isJob(context)) {
      const { serveWork } = await import('../library/jobs/serve-work.ts')
      return await serveWork(context)
    }
    const program = await createProgram(argv[0], async (command) => {
      code = await command(context)
    })
    const output = outputOf(context)
    for (const one of [program, ...program.commands]) one.configureOutput(output)
    await program.parseAsync(argv, { from: 'user' })
    const isOver = code === exitCodes.held || code === exitCodes.failed
    return isOver && context.growing.some((file) => file.lacksSomething()) ? exitCodes.environment : code
  } catch (error) {
    return reportFailure(error, context)
  } finally {
    for (const file of context.growing) file.close()
  }
}

/** Output of help and of messages about usage, without colours. */
function outputOf({ stdout, stderr }: CommandContext): OutputConfiguration {
  return {
    writeOut: stdout.document,
    writeErr: stderr.document,
    outputError(text) {
      const { message = '', suggestion = '' } = usageError.exec(text)?.groups ?? {}
      stderr.say`${message}`
      stderr.document(`${suggestion}\n`)
    },
    getOutHelpWidth: () => stdout.columns,
    getErrHelpWidth: () => stderr.columns,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  }
}

/** A message about usage holds what was typed; the names that Commander suggests are ours. */
const usageError = /^(?<message>.*?)(?<suggestion>\n\(Did you mean [\w -]+( one of [\w ,-]+)?\?\))?\n$/s
