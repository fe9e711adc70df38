import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { quoted } from '../printable.ts'
import { shipped } from '../shipped.ts'
import type { Surroundings } from './surroundings.ts'

/** Whether `import 'sitemode'` resolves to this package from a folder: in its checkout, or where it is installed. */
export function isImportedByName(folder: string): boolean {
  try {
    const found = createRequire(resolve(folder, 'importer.js')).resolve('sitemode')
    return isSameFile(found, shipped('dist/sim/index.js'))
  } catch {
    return false
  }
}

/** The words to type in this folder to call this same command line again. */
export function sitemodeAsTyped({ cwd, env }: Pick<Surroundings, 'cwd' | 'env'>): string {
  if (isImportedByName(cwd)) return 'npx sitemode'
  const command = shipped('dist/cli/sitemode.js')
  return isOnPath(command, env.PATH ?? '') ? 'sitemode' : `node ${quoted(command)}`
}

function isOnPath(command: string, path: string): boolean {
  return path
    .split(delimiter)
    .filter((folder) => !isOnlyForNow(folder))
    .some((folder) => isSameFile(join(folder, 'sitemode'), command))
}

/** npm puts such folders on the path of its child processes only. */
function isOnlyForNow(folder: string): boolean {
  return folder.endsWith(join('node_modules', '.bin'))
}

function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other)
}
