import { InvalidArgumentError, Option } from 'commander'
import { parseShard, type Shard } from '../../parts/partition.ts'

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
