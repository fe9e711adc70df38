import * as z from 'zod'
import { unusualSettings } from '../model/schema/hierarchy-file.ts'
import { called, made, type OptionSchemas } from '../model/source/options.ts'
import type { FixedAddresses } from '../network/addresses.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { ShardOptions } from './shards/begin-shard.ts'
import type { JobsOptions, LongWorkOptions, OutOptions } from './surroundings.ts'

const milliseconds = z.number().positive()
const port = z.int().min(1).max(65_535)

const fixedAddresses: z.ZodType<FixedAddresses> = z.union([
  z.strictObject({ block: z.int().min(1).max(254) }),
  z.strictObject({ firstPort: port }),
])

/** Options of everything that opens a hierarchy. */
export const openOptions: OptionSchemas<OpenOptions> = {
  startsAt: z.date(),
  time: z.enum(['stands', 'runs']),
  timeout: milliseconds,
  addresses: z.union([z.enum(['own', 'shared']), fixedAddresses]),
  ports: z.enum(['ours', 'product']),
  unusual: unusualSettings,
  firstAttempt: z.int().positive(),
  journal: called(),
  attempts: z.enum(['kept', 'told']),
  onPortTaken: called(),
  keyLog: called(),
  packets: made('what packetFile returns'),
  cache: z.union([z.string(), z.literal(false)]),
  pki: z.string(),
}

export const longWorkOptions: OptionSchemas<LongWorkOptions> = {
  signal: z.instanceof(AbortSignal),
  progress: called(),
}

export const jobsOptions: OptionSchemas<JobsOptions> = { jobs: z.union([z.number(), z.literal('auto')]) }

export const outOptions: OptionSchemas<OutOptions> = { out: z.string() }

/** Of a part: `shardOf` says what is wrong with it. */
export const shardOptions: OptionSchemas<ShardOptions> = {
  shard: z.custom<ShardOptions['shard']>((value) => typeof value === 'string', { error: 'text, as 2/4' }),
  out: z.string(),
}
