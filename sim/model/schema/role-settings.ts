import * as z from 'zod'
import type { RoleSettings } from '../../vocabulary/site-system-role.ts'
import { writtenDuration, writtenSize } from './written-values.ts'

/** By default as the console has them ("Determine If You Need to Configure Throttle Settings for the Fallback Status Point in Configuration Manager"). */
const fallbackStatus = z
  .strictObject({
    messages: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .describe('Number of messages: so many are passed on to the site in one throttle interval.'),
    seconds: z.int().min(1).max(86_400).default(3600).describe('Throttle interval (in seconds).'),
  })
  .describe(
    'A fallback status point: how many state messages it passes on to its site. It holds back the others until their ' +
      'interval comes. 10000 in 3600 seconds by default.',
  )

/** The settings of the role that clients notice ("How to Configure the State Migration Point"; for the delay, SMPStoreDeletionDelayTimeInMinutes). */
const stateMigration = z
  .strictObject({
    quota: writtenSize
      .optional()
      .describe(
        'What its folder holds in all, such as 64 MiB: no state store is given out that is larger than the rest. No ' +
          'limit by default.',
      ),
    restoreOnly: z
      .boolean()
      .default(false)
      .describe('Restore-only mode: what is stored can be restored, and nothing new is stored.'),
    deletionDelay: writtenDuration
      .prefault('1 d')
      .describe('How long a user state is kept once it has been restored, such as 1 d or 30 min.'),
  })
  .describe('A state migration point.')

/** "Unknown computer support", since R2 ("About Unknown Computer Support"). */
const pxe = z
  .strictObject({
    unknownComputers: z
      .boolean()
      .default(false)
      .describe('Unknown computer support: whether a computer that the site does not know may boot.'),
  })
  .describe('A PXE service point.')

/**
 * Only "devices" is a setting of the product. According to the 2007 SDK a registration is pending "from 30 seconds to 5
 * minutes", "depending on the server load" ("How to Register a Client").
 */
const managementPoint = z
  .strictObject({
    signatures: z
      .enum(['verified', 'required', 'ignored'])
      .default('verified')
      .describe(
        'What it does about the signatures of messages. verified: a wrong one is refused, and a missing one only where ' +
          'native mode demands one, of reports; required: a missing one is refused of all but location requests; ' +
          'ignored: none is looked at. Not a setting of the product.',
      ),
    strictLengths: z
      .boolean()
      .default(false)
      .describe(
        'Whether the body of a message has to be as long as its header says; clients of that age differ. Not a setting ' +
          'of the product.',
      ),
    devices: z.boolean().default(true).describe('"Allow devices to use this management point".'),
    registrationWait: writtenDuration
      .optional()
      .describe(
        'How long a registration is pending, such as 30 s or 5 min, before a request for confirmation finds the client ' +
          'registered. By default it is registered at once. Not a setting of the product, where the load decides.',
      ),
  })
  .describe('A management point.')

/** "Choose Between a Standard and Branch Distribution Point" (bb932184). */
const branchDistributionPoint = z
  .strictObject({
    connections: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe(
        'How many connections its operating system accepts at a time: 10 of Windows XP and Vista, 20 of Windows 7.',
      ),
  })
  .describe('A branch distribution point.')

/** The settings of single roles, by the fields of the table of roles. */
export const roleSettings = {
  fallbackStatus,
  stateMigration,
  pxe,
  managementPoint,
  branchDistributionPoint,
} satisfies Record<RoleSettings, z.ZodType>
