import { mkdir } from 'node:fs/promises'
import { InvalidArgumentError, Option } from 'commander'
import { refuse } from '../../model/source/source.ts'
import { beginPart, partName, type PartWriter, type SplitWork } from '../../parts/part-file.ts'
import { parseShard, type Shard, type SoundSplit } from '../../parts/partition.ts'
import { packageVersion } from '../../shipped.ts'
import { cannotWrite } from '../../whole-files.ts'
import { pathOf, type CommandContext } from '../command-context.ts'

/** `conflicting`: options that make no sense for a part of the work. */
export function shardOption(...conflicting: string[]): Option {
  return new Option('--shard <i/n>', 'do only part I of N, and leave it in --out for sitemode merge')
    .argParser(readShard)
    .conflicts(conflicting)
}

function readShard(text: string): Shard {
  const shard = parseShard(text)
  if (shard) return shard
  throw new InvalidArgumentError('Write a number and a total of at most 1000, as in 2/4.')
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

/** `input`: fingerprint of everything that decides the result. Declare it with `using`. */
export async function beginShard(
  work: SplitWork,
  { shard, out }: { shard: Shard; out?: string },
  input: string,
  context: CommandContext,
): Promise<ShardPart> {
  if (out === undefined)
    throw refuse('--shard', 'no-folder', 'a shard leaves its part in a folder', 'name the folder with --out')
  await mkdir(pathOf(out, context), { recursive: true }).catch(cannotWrite(out))
  const part = beginPart(pathOf(out, context), {
    ...{ sitemode: packageVersion(), work, command: [...context.argv], input },
    ...{ shard: shard.number, total: shard.total },
  })
  return { ...part, file: `${out}/${partName(shard)}` }
}
