import { existsSync, realpathSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { refuse } from '../model/source/source.ts'
import { isImportedByName, quoted, sitemodeAsTyped } from './as-typed.ts'
import { shipped } from '../shipped.ts'
import {
  cannotWrite,
  exitCodes,
  pathOf,
  printJson,
  type CommandContext,
  type Perform,
} from './command-context.ts'

interface InitOptions {
  json?: true
}

export function addInitCommand(program: Command, perform: Perform): void {
  program
    .command('init')
    .description('write a hierarchy, a scenario and a test to start from')
    .argument('[dir]', 'folder to write to', '.')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode init
  sitemode init my-site && sitemode run my-site/scenario.yaml

Overwrites nothing: exits 2 when one of the files is there already.`,
    )
    .action((folder: string, options: InitOptions) => perform((context) => init(folder, options, context)))
}

async function init(folder: string, { json }: InitOptions, context: CommandContext): Promise<number> {
  const names = await readdir(shipped('scenarios/starter'))
  for (const name of names) {
    const file = join(folder, name)
    if (existsSync(pathOf(file, context)))
      throw refuse(file, 'file-exists', 'this file is there already', 'choose another folder')
  }
  await mkdir(pathOf(folder, context), { recursive: true }).catch(cannotWrite(folder))
  for (const name of names) {
    const file = join(folder, name)
    const text = await readFile(shipped(`scenarios/starter/${name}`), 'utf8')
    await writeFile(pathOf(file, context), movedTo(pathOf(folder, context), text)).catch(cannotWrite(file))
  }
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
