import * as z from 'zod'

const count = z.int().nonnegative()

const doubts = z.strictObject({ count, first: z.array(z.string().min(1)) })

/** What `fleet --json` prints. */
export const fleetShape = z.strictObject({
  shard: z.string().nullable(),
  name: z.string().min(1),
  file: z.string().min(1),
  days: count,
  seed: count,
  clients: count,
  attempts: count,
  connections: z.record(z.string().min(1), count),
  bytes: z.strictObject({ sent: count, received: count }),
  fates: z.array(
    z.strictObject({
      group: z.string().min(1).nullable(),
      act: z.enum([
        'assign',
        'policy',
        'content',
        'updates',
        'state',
        'store-user-state',
        'restore-user-state',
      ]),
      outcome: z.enum(['answered', 'failed', 'withheld', 'contradicted']),
      diagnosis: z.string().min(1).nullable(),
      count: count,
    }),
  ),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  durations: z.array(
    z.strictObject({
      act: z.string().min(1),
      buckets: z.array(z.strictObject({ atMost: z.int().positive().nullable(), count: count })),
    }),
  ),
  expectations: z.array(
    z.strictObject({
      atMost: z.strictObject({ count: count.nullable(), share: z.number().min(0).max(1).nullable() }),
      group: z.string().nullable(),
      act: z.string().nullable(),
      outcome: z.string().nullable(),
      diagnosis: z.string().nullable(),
      count: count,
      of: count,
      held: z.boolean(),
    }),
  ),
  strays: doubts,
  contradictions: doubts,
  held: z.boolean(),
})
