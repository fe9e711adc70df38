import * as z from 'zod'
import { siteCode } from './written-values.ts'

/** The clients that take a step, where they are many. */
export const selection = z
  .union([
    z.literal('all'),
    z.strictObject({
      group: z.string().describe('Name of a group: all of its clients.'),
      visiting: siteCode
        .optional()
        .describe('Code of a site that a part of the group visits: that part alone.'),
    }),
    z.strictObject({
      site: siteCode.describe('Code of a primary site: all clients assigned to it in the file.'),
    }),
  ])
  .describe(
    'Instead of client: all clients, those of a group, or those of a site. What is expected is expected of each.',
  )
