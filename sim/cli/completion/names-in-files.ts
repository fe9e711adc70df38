import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { everyClient } from '../../model/populations.ts'
import { isModule, readSourceFile } from '../../model/source/source-file.ts'
import { sourceOfValue, type NamedSource } from '../../model/source/source.ts'
import { isFields } from '../../model/written-hierarchy.ts'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import type { CommandContext } from '../command-context.ts'

/** A word that can come next. */
export interface Candidate {
  text: string
  about: string
}

export async function clientNames(file: string, context: CommandContext): Promise<Candidate[]> {
  const hierarchy = await hierarchyBehind(file, context)
  if (!hierarchy) return []
  return [...everyClient(hierarchy)].map(({ name, assignedSite }) => ({
    text: name,
    about: `assignedSite ${assignedSite}`,
  }))
}

/** Each site in each mode that it is not in: `CEN=native`. */
export async function siteSwitches(file: string, context: CommandContext): Promise<Candidate[]> {
  const sites = (await hierarchyBehind(file, context))?.sites ?? []
  return sites
    .filter(({ kind }) => kind === 'primary')
    .flatMap(({ code, mode }) =>
      siteModeNames
        .filter((other) => other !== mode)
        .map((other) => ({ text: `${code}=${other}`, about: `${code} is in ${mode} mode` })),
    )
}

/** The hierarchy that a file describes or names; undefined where it cannot be used. */
async function hierarchyBehind(file: string, { cwd }: CommandContext): Promise<Hierarchy | undefined> {
  try {
    const source = await readUnlessModule(file.replace(/^~(?=[/\\])/, homedir), cwd)
    const inside = isFields(source?.value) ? source.value.hierarchy : undefined
    const folder = source && resolve(cwd, dirname(source.file))
    const written =
      typeof inside === 'string'
        ? await readUnlessModule(inside, folder)
        : inside
          ? sourceOfValue(inside)
          : source
    if (!written || folder === undefined) return undefined
    const { readHierarchy } = await import('../../model/load-hierarchy.ts')
    const { hierarchy } = await readHierarchy(written, resolve(folder, dirname(written.file ?? '')))
    return hierarchy
  } catch {
    return undefined
  }
}

/** A module would run to tell what it has in it, and a key that completes a word is not to run anything. */
async function readUnlessModule(file: string, folder = '.'): Promise<NamedSource | undefined> {
  return isModule(file) ? undefined : readSourceFile(file, folder)
}
