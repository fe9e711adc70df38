import * as z from 'zod'
import type { RoleSettings } from '../../vocabulary/site-system-role.ts'
import { writtenDuration, writtenSize } from './written-values.ts'

/**
 * The defaults are those of the console ("Determine If You Need to Configure Throttle Settings for the Fallback
 * Status Point in Configuration Manager").
 */
const fallbackStatus = z
  .strictObject({
    messages: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .describe('Number of messages passed on to the site in one throttle interval.'),
    seconds: z.int().min(1).max(86_400).default(3600).describe('Throttle interval (in seconds).'),
  })
  .describe(
    'Throttle settings of a fallback status point: the rate at which it passes state messages on to its site. Further ' +
      'messages wait for a later interval. 10000 in 3600 seconds by default.',
  )

/**
 * Only the settings that clients notice ("How to Configure the State Migration Point"; for the delay,
 * SMPStoreDeletionDelayTimeInMinutes).
 */
const stateMigration = z
  .strictObject({
    quota: writtenSize
      .optional()
      .describe(
        'Capacity of its folder, such as 64 MiB: a request for a state store larger than the remaining space is refused. ' +
          'No limit by default.',
      ),
    restoreOnly: z
      .boolean()
      .default(false)
      .describe('Restore-only mode: stored states can be restored; new states are refused.'),
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
 * Only "devices" is a setting of the product. According to the 2007 SDK a registration is pending "from 30 seconds to
 * 5 minutes", "depending on the server load" ("How to Register a Client").
 */
const managementPoint = z
  .strictObject({
    signatures: z
      .enum(['verified', 'required', 'ignored'])
      .default('verified')
      .describe(
        'Treatment of message signatures. verified: a wrong signature is refused, and a missing one only on reports in ' +
          'native mode; required: a missing signature is refused on everything but location requests; ignored: ' +
          'signatures are not checked. Not a setting of the product.',
      ),
    strictLengths: z
      .boolean()
      .default(false)
      .describe(
        'Whether the body of a message must have exactly the length that its header states; clients of that time ' +
          'differ. Not a setting of the product.',
      ),
    devices: z.boolean().default(true).describe('"Allow devices to use this management point".'),
    registrationWait: writtenDuration
      .optional()
      .describe(
        'How long a registration stays pending, such as 30 s or 5 min, until a confirmation request finds the client ' +
          'registered. By default it is registered at once. Not a setting of the product, where it depends on the load.',
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
        'How many connections its operating system accepts at a time: 10 for Windows XP and Vista, 20 for Windows 7.',
      ),
  })
  .describe('A branch distribution point.')

/** The settings that belong to one role each, by the field names in `siteSystemRoles`. */
export const roleSettings = {
  fallbackStatus,
  stateMigration,
  pxe,
  managementPoint,
  branchDistributionPoint,
} satisfies Record<RoleSettings, z.ZodType>
