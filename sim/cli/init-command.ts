import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { refuse } from '../model/source/refuse.ts'
import { cannotWrite } from './cannot-write.ts'
import { printJson } from './print-json.ts'
import { shipped } from '../shipped.ts'

export function addInitCommand(program: Command): void {
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
    .action(init)
}

async function init(folder: string, { json }: { json?: true }): Promise<void> {
  const names = await readdir(shipped('scenarios/starter'))
  for (const name of names) {
    const file = join(folder, name)
    if (existsSync(file))
      throw refuse(file, 'file-exists', 'this file is there already', 'choose another folder')
  }
  await mkdir(folder, { recursive: true }).catch(cannotWrite(folder))
  for (const name of names) {
    const file = join(folder, name)
    await copyFile(shipped(`scenarios/starter/${name}`), file).catch(cannotWrite(file))
  }
  if (json) {
    printJson({ folder, files: names })
    return
  }
  process.stdout.write(
    `${names.map((name) => `wrote ${join(folder, name)}\n`).join('')}
Next:
  sitemode run ${join(folder, 'scenario.yaml')}
  sitemode serve ${join(folder, 'hierarchy.yaml')} --web
  node --test ${join(folder, 'laptop.test.mjs')}    (after npm install --save-dev sitemode)
`,
  )
}
