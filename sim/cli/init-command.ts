import { existsSync, realpathSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { formatProblem } from '../errors.ts'
import { refuse } from '../model/source/source.ts'
import { isImportedByName, sitemodeAsTyped } from '../library/as-typed.ts'
import { quoted } from '../printable.ts'
import { shipped } from '../shipped.ts'
import { cannotWrite, writeWhole } from '../whole-files.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'

interface InitOptions {
  json?: true
  from?: string[]
}

export function addInitCommand(program: Command, perform: Perform): void {
  program
    .command('init')
    .description('write a hierarchy, a scenario and a test to start from')
    .argument('[dir]', 'folder to write to', '.')
    .option(
      '--from <file...>',
      'tables of sites, boundaries, site systems and clients (CSV) to describe the hierarchy from',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode init
  sitemode init my-site && sitemode run my-site/scenario.yaml
  sitemode init my-site --from sites.csv boundaries.csv systems.csv clients.csv

Overwrites nothing: exits 2 when one of the files is there already.`,
    )
    .action((folder: string, options: InitOptions) => perform((context) => init(folder, options, context)))
}

async function init(folder: string, options: InitOptions, context: CommandContext): Promise<number> {
  return options.from
    ? initFrom(options.from, folder, options, context)
    : initStarter(folder, options, context)
}

/** Describes a hierarchy by its tables; every row that cannot be used is told. */
async function initFrom(
  tables: readonly string[],
  folder: string,
  { json }: InitOptions,
  context: CommandContext,
): Promise<number> {
  // Loaded only where there are tables.
  const { describeHierarchy } = await import('../model/import/describe-hierarchy.ts')
  const target = pathOf(folder, context)
  const file = join(folder, 'hierarchy.yaml')
  refuseExisting(file, context)
  const nameFor = (table: string): string => relative(target, pathOf(table, context)).replaceAll(sep, '/')
  const described = await describeHierarchy(tables, context.cwd, nameFor)
  await mkdir(target, { recursive: true }).catch(cannotWrite(folder))
  await writeWhole([{ path: pathOf(file, context), text: described.text, shownAs: file }])
  if (json) {
    printJson(
      { folder, files: ['hierarchy.yaml'], tables: described.tables, problems: described.problems },
      context,
    )
    return exitCodes.held
  }
  for (const problem of described.problems) context.stderr.tell(problem, (one) => `${formatProblem(one)}\n`)
  for (const { file: table, kind, rows } of described.tables)
    context.stdout.say`read ${rows} rows of ${kind} from ${table}\n`
  context.stdout.say`wrote ${file}

Next, complete it by hand and check it:
  ${sitemodeAsTyped(context)} validate ${quoted(file)}
`
  return exitCodes.held
}

function refuseExisting(file: string, context: CommandContext): void {
  if (existsSync(pathOf(file, context)))
    throw refuse(file, 'file-exists', 'this file is there already', 'choose another folder')
}

async function initStarter(folder: string, { json }: InitOptions, context: CommandContext): Promise<number> {
  const names = await readdir(shipped('scenarios/starter'))
  for (const name of names) {
    refuseExisting(join(folder, name), context)
  }
  await mkdir(pathOf(folder, context), { recursive: true }).catch(cannotWrite(folder))
  const moved = names.map(async (name) => {
    const text = await readFile(shipped(`scenarios/starter/${name}`), 'utf8')
    const file = join(folder, name)
    return { path: pathOf(file, context), text: movedTo(pathOf(folder, context), text), shownAs: file }
  })
  await writeWhole(await Promise.all(moved))
  if (json) {
    printJson({ folder, files: names }, context)
    return exitCodes.held
  }
  const sitemode = sitemodeAsTyped(context)
  const written = (name: string): string => quoted(join(folder, name))
  for (const name of names) context.stdout.say`wrote ${join(folder, name)}\n`
  context.stdout.say`
Next:
  ${sitemode} run ${written('scenario.yaml')}
  ${sitemode} serve ${written('hierarchy.yaml')} --web
  node --test ${written('laptop.test.mjs')}
`
  return exitCodes.held
}

/** Rewrites the paths to this package in a starter file for the folder that it is written to. */
function movedTo(folder: string, text: string): string {
  if (isImportedByName(folder)) {
    const schemas = relative(realpathSync(folder), shipped('schemas')).replaceAll(sep, '/')
    return text.replaceAll('../../schemas/', `${schemas}/`)
  }
  return text
    .replaceAll('../../schemas/', addressOf('schemas/'))
    .replace(`from 'sitemode'`, `from '${addressOf('dist/sim/index.js')}'`)
}

function addressOf(path: string): string {
  return pathToFileURL(shipped(path)).href.replaceAll("'", '%27')
}
