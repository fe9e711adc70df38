import { diagnosisIds } from '../evidence/catalogue.ts'
import * as z from 'zod'
import { outcomes } from '../evidence/attempt.ts'
import { fleetActNames } from '../evidence/fleet-result.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { PublishedSchema } from '../model/schema/published-schema.ts'
import { selection } from '../model/schema/selection.ts'
import { packageId, siteCode, writtenShare } from '../model/schema/written-values.ts'
import type { Basis } from '../vocabulary/basis.ts'

const shareOfDays = (what: string) => writtenShare.optional().describe(`Share of the days on which ${what}.`)

export const habits = z
  .strictObject({
    client: z.string().optional().describe('Name of the client that has these habits.'),
    clients: selection
      .optional()
      .describe('The clients that have these habits, as steps of a scenario select them; by default all.'),
    assign: z
      .boolean()
      .optional()
      .describe('On the first day, a client without an assigned site looks for one; by default true.'),
    visits: z
      .array(
        z.strictObject({
          site: siteCode.describe('Code of the site.'),
          share: writtenShare.describe('Share of the days on which a client goes there.'),
        }),
      )
      .optional()
      .describe('Sites to which clients travel for a part of the day; by default the visits of their group.'),
    policy: z
      .int()
      .min(0)
      .max(96)
      .optional()
      .describe('How often clients request policy at each place where they are on a day; by default once.'),
    downloads: z
      .array(
        z.strictObject({
          package: packageId.describe('Id of the package.'),
          share: writtenShare.describe('Share of the days on which a client gets it.'),
        }),
      )
      .optional()
      .describe('Packages that clients get; by default each package of the hierarchy on 10% of the days.'),
    updates: shareOfDays(
      'a client scans for software updates; by default 14%, as once a week, where the hierarchy has a software update point',
    ),
    state: shareOfDays('a client sends a state message; by default 100%'),
    userState: shareOfDays('a client stores its user state and restores it; by default 0%'),
  })
  .refine(({ client, clients }) => client === undefined || clients === undefined, {
    error: 'habits are those of one client or of many',
    params: { code: 'client-and-clients', remedy: 'remove client or clients' },
  })
  .describe(
    'What clients do on a day. Where several entries select a client, the last one that has a field counts.',
  )

export const threshold = z
  .strictObject({
    atMost: z
      .union([
        z
          .int()
          .min(0)
          .transform((count) => ({ count, share: null })),
        writtenShare.transform((share) => ({ count: null, share })),
      ])
      .describe('The most that may have ended so: a number of acts, or a share such as 0.1%.'),
    group: z.string().optional().describe('Only acts of clients of this group.'),
    act: z.enum(fleetActNames).optional().describe('Only acts of this kind.'),
    outcome: z.enum(outcomes).optional().describe('Outcome of the acts that count.'),
    diagnosis: z
      .union([z.enum(diagnosisIds), z.string()])
      .optional()
      .describe('Id of an entry of the failure catalogue: of the acts that count.'),
  })
  .refine(({ outcome, diagnosis }) => outcome !== undefined || diagnosis !== undefined, {
    error: 'this expectation does not say which acts count',
    params: { code: 'threshold-of-nothing', remedy: 'add outcome or diagnosis' },
  })
  .describe('How many acts may end in one way. A share is that of all acts of this group and kind.')

/** The fleet file. */
export const fleetFile = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors.'),
    name: z.string().min(1).optional().describe('Title of the fleet; by default the name of the hierarchy.'),
    hierarchy: z
      .string()
      .min(1)
      .describe('Path of the hierarchy file whose clients are the fleet, relative to this file.'),
    days: z.int().min(1).max(3650).default(1).describe('Days that the clients live through.'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(1)
      .describe('Decides all chances: the same seed, the same fates.'),
    habits: z.array(habits).default([]).describe('What clients do on a day, where it is not the default.'),
    expect: z.array(threshold).default([]).describe('What may go wrong, and how often.'),
  })
  .describe(
    'Clients that go about their days, by chance, with expectations of how often something goes wrong.',
  )

export const fleetSchema: PublishedSchema = {
  file: 'fleet.schema.json',
  title: 'sitemode fleet',
  schema: fleetFile,
}

/** A fleet's file, checked, with every default filled in. */
export type FleetFile = z.output<typeof fleetFile>
export type WrittenHabits = FleetFile['habits'][number]
export type Threshold = FleetFile['expect'][number]

/** A fleet that has been checked against its hierarchy. */
export interface Fleet extends Pick<FleetFile, 'days' | 'seed' | 'habits' | 'expect'> {
  /** As it was named. */
  file: string
  /** The file's own, or its hierarchy's. */
  name: string
  /** Whose clients it is about. */
  hierarchy: Hierarchy
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'what a client of a fleet does on a day: one request for policy at each place, where the product polls every 60 minutes, one ' +
      'state message, and each package on a tenth of the days',
  },
]
