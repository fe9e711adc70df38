import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { refuse } from '../model/source/refuse.ts'
import { shipped } from '../shipped.ts'
import { pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { exitCodes } from './exit-codes.ts'
import { cannotWrite } from './write-files.ts'

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
    await copyFile(shipped(`scenarios/starter/${name}`), pathOf(file, context)).catch(cannotWrite(file))
  }
  if (json) {
    printJson({ folder, files: names }, context)
    return exitCodes.held
  }
  context.stdout.write(
    `${names.map((name) => `wrote ${join(folder, name)}\n`).join('')}
Next:
  sitemode run ${join(folder, 'scenario.yaml')}
  sitemode serve ${join(folder, 'hierarchy.yaml')} --web
  node --test ${join(folder, 'laptop.test.mjs')}    (after npm install --save-dev sitemode)
`,
  )
  return exitCodes.held
}
