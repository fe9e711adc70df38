import { stringify } from 'yaml'
import { quoted } from '../../printable.ts'

/** A work that an engine is to do in shards. */
export interface SplitWork {
  /** The words of a shard's command, after the program's name: neither its shard nor its folder. */
  command: readonly string[]
  /** Stated by the user, and never counted from what the engine says. */
  total: number
  /** The folder that the shards and the merge share. */
  out: string
  /** How people call the program where they are. */
  sitemode: string
  /** Version of the program. */
  version: string
}

/** Exit codes after which the same shard would come to the same: its part is whole, or its input cannot be used. */
export const finalCodes = [0, 1, 2] as const

/** How often a shard is begun again whose process ended by anything else. */
export const retries = 2

/** The command line of one shard. `number` is what the shell has for it: `$i`, `{}`. */
export function shardCommand(
  { command, total, out }: Pick<SplitWork, 'command' | 'total' | 'out'>,
  sitemode: string,
  number: string,
): string {
  const words = [...command.map(word), '--shard', `"${number}/${total}"`, '--out', word(partsFolder(out))]
  return [sitemode, ...words].join(' ')
}

export function mergeCommand(
  { out }: Pick<SplitWork, 'out'>,
  sitemode: string,
  ...folders: string[]
): string {
  const parts = folders.length > 0 ? folders : [word(partsFolder(out))]
  return [sitemode, 'merge', ...parts, '--out', word(mergedFolder(out))].join(' ')
}

export function partsFolder(out: string): string {
  return `${out}/parts`
}

export function mergedFolder(out: string): string {
  return `${out}/merged`
}

/**
 * A word of a shell's command that is the same to the engine that hands it on: what GitHub, Azure Pipelines and Kubernetes put
 * values in place of, `${{ … }}` and `$(…)`, does not occur.
 */
export function word(text: string): string {
  return quoted(text).replaceAll(/\$(?=\{\{|\()/g, () => "$''")
}

export function yaml(document: object): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** A document behind a comment of one line. */
export function commented(comment: string, document: object): string {
  return `# ${comment}\n${yaml(document)}`
}
