import { mkdir } from 'node:fs/promises'
import { refuse } from '../../model/source/source.ts'
import { beginPart, partName, type PartWriter, type SplitWork } from '../../parts/part-file.ts'
import { parseShard, type Shard, type SoundSplit } from '../../parts/partition.ts'
import { packageVersion } from '../../shipped.ts'
import { cannotWrite } from '../../whole-files.ts'
import { pathOf, type Surroundings } from '../surroundings.ts'

/** Does one part of a work, for machines that share it; `merge` joins the parts. */
export interface ShardOptions {
  /** Part I of N, of at most 1000: `2/4`. */
  shard: `${number}/${number}`
  /** Folder in which the part is left; all parts may lie in one. */
  out: string
}

/** Throws an `InputError` where it is none. */
export function shardOf({ shard }: Pick<ShardOptions, 'shard'>): Shard {
  const read = parseShard(shard)
  if (read) return read
  throw refuse('shard', 'out-of-range', 'it is no part of a work', 'give a number and a total, as in 2/4')
}

/** The command line that does the same part of files. */
export function shardArgv(argv: readonly string[], { shard, out }: ShardOptions): string[] {
  return [...argv, '--shard', shard, '--out', out]
}

/** Throws an `InputError` where the clients cannot be divided so that each ends as if all had been together. */
export function checkDivisible(split: SoundSplit, shards: number): void {
  if (split.by !== 'nothing' || shards === 1) return
  const message = `the clients share ${split.limit} at ${split.system}, so that each shard would find another`
  throw refuse('--shard', 'not-divisible', message, 'leave the option out, or remove the limit')
}

/** The part of one shard, and its file as people know it. */
export interface ShardPart extends PartWriter {
  file: string
}

/** Which part of a work is done, and where it is left. */
export interface Sharded {
  shard: Shard
  out?: string
}

/** `input`: fingerprint of everything that decides the result. Declare it with `using`. */
export async function beginShard(
  work: SplitWork,
  { shard, out }: Sharded,
  input: string,
  surroundings: Surroundings,
): Promise<ShardPart> {
  if (out === undefined)
    throw refuse('--shard', 'no-folder', 'a shard leaves its part in a folder', 'name the folder with --out')
  await mkdir(pathOf(out, surroundings), { recursive: true }).catch(cannotWrite(out))
  const part = beginPart(pathOf(out, surroundings), {
    ...{ sitemode: packageVersion(), work, command: [...surroundings.argv], input },
    ...{ shard: shard.number, total: shard.total },
  })
  return { ...part, file: `${out}/${partName(shard)}` }
}
