import * as z from 'zod'
import { followedBy } from '../../errors.ts'
import { locationInWords, type Location } from '../../vocabulary/location.ts'
import { location } from '../../model/schema/client-file.ts'
import { packageId, siteCode, updateId, writtenSize } from '../../model/schema/written-values.ts'
import { unknownPackage, unknownSite, unknownUpdate, wrong } from '../../model/check/unknown-names.ts'
import { clientNamed, numberOf, placeInSite } from '../../model/populations.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { ActionResult, SimulatedClient } from '../../network/running-hierarchy.ts'
import type { Reason } from '../../evidence/results.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { reasonsOfWithheldContent } from '../advice/withheld-content.ts'
import { observedOf } from '../expectation.ts'
import { happened, stepKind, withoutUndefined, type ReadContext, type ReadStep } from './step.ts'

export const move = stepKind({
  schema: location.describe('New location of the client.'),
  of: 'client',
  expects: 'nothing',
  read({ internet, site: code, ...place }, { client: name, hierarchy, path }) {
    const site = hierarchy.sites.find((one) => one.code === code)
    const inSite = site && placeInSite(site, numberOf(hierarchy, name))
    if (code !== undefined && !inSite) {
      const at = [...path, 'move', 'site']
      const remedy = 'give it boundaries, or write an address'
      return (
        unknownSite(code, at, hierarchy) ??
        wrong(
          'site-without-boundaries',
          at,
          `site ${code} has no boundaries in which a client could be`,
          remedy,
        )
      )
    }
    const to: Location = inSite ?? (internet ? { internet } : { internet: false, ...withoutUndefined(place) })
    return {
      name: `${name} moves to ${code === undefined ? locationInWords(to) : `site ${code}`}`,
      to,
      run(running) {
        const client = running.client(name)
        client.move(to)
        const { residentSite } = client
        const where = residentSite
          ? `in the boundaries of site ${residentSite.code}`
          : 'outside all boundaries'
        return happened(`${name} moved to ${locationInWords(to)}, ${where}.`)
      },
    }
  },
})

// Each further action takes a client as many attempts as it needs.

export const assign = action({
  schema: z
    .union([z.literal('auto'), siteCode])
    .describe(
      'Code of the site to assign the client to; auto: the client finds its site. A site that does not exist can be named ' +
        'with expect: { outcome: failed }.',
    ),
  // A site that does not exist can be named to see the assignment fail.
  unknown(site, { path, hierarchy, expect }) {
    if (site === 'auto' || expect.outcome === 'failed') return undefined
    const finding = unknownSite(site, [...path, 'assign'], hierarchy)
    return (
      finding && { ...finding, remedy: followedBy(finding.remedy, 'to see it fail, expect outcome: failed') }
    )
  },
  name: (site) => (site === 'auto' ? 'looks for a site to be assigned to' : `is assigned to site ${site}`),
  act: (client, site) => client.assign(site),
})

export const start = action({
  schema: z
    .literal(true)
    .describe('True: the computer is switched on, and the client reads the settings of its site again.'),
  name: () => 'starts',
  act: (client) => client.start(),
})

export const requestPolicy = action({
  schema: z.literal(true).describe('True: ask the management point for policy, and fetch what it assigns.'),
  name: () => 'requests policy',
  act: (client) => client.requestPolicy(),
})

export const sendState = action({
  schema: z
    .union([
      z.literal(true),
      z.strictObject({
        topic: z.int().min(1).describe('Topic type of the state message, such as 500.'),
        id: z.int().min(0).describe('Id of the state within its topic.'),
      }),
    ])
    .describe('Send a state message: true for one that the client chooses, or this topic and state id.'),
  name: (state) => (state === true ? 'sends a state message' : `sends state ${state.topic}/${state.id}`),
  act: (client, state) => client.sendState(state === true ? undefined : state),
})

export const scanForUpdates = action({
  schema: z.literal(true).describe('True: scan against a software update point for the updates that apply.'),
  name: () => 'scans for software updates',
  act: (client) => client.scanForUpdates(),
})

export const installUpdate = action({
  schema: updateId.describe(
    'Install the software update of this unique id: scan, download it from a distribution point, and report the installation.',
  ),
  unknown: (id, { path, hierarchy }) => unknownUpdate(id, [...path, 'installUpdate'], hierarchy),
  name: (id) => `installs update ${id}`,
  gets: (id) => id,
  act: (client, id) => client.installUpdate(id),
})

export const getContent = action({
  schema: packageId.describe('Find the package of this id, and transfer it from a distribution point.'),
  unknown: (id, { path, hierarchy }) => unknownPackage(id, [...path, 'getContent'], hierarchy),
  name: (id) => `gets package ${id}`,
  gets: (id) => id,
  act: (client, id) => client.getContent(id),
})

export const storeState = action({
  schema: z
    .union([
      z.literal(true),
      z.strictObject({
        bytes: writtenSize.optional().describe('Size of the state, such as 64 KiB or 4096 (bytes).'),
      }),
    ])
    .describe(
      'Store a user state in the share of a state migration point, by SMB: true, or a state of this size. The requests go by HTTP ' +
        'or HTTPS.',
    ),
  name: () => 'stores its user state',
  act: (client, written) => client.storeState(written === true ? undefined : written.bytes),
})

export const restoreState = action({
  schema: z.literal(true).describe('True: restore the user state that was stored.'),
  name: () => 'restores its user state',
  act: (client) => client.restoreState(),
})

interface Action<Schema extends z.ZodType> {
  schema: Schema
  /** Finding about a name in the step that the hierarchy lacks. */
  unknown?: (value: z.output<Schema>, context: ReadContext) => Finding | undefined
  /** The action in words. */
  name(value: z.output<Schema>): string
  /** ID of the package or update that the action gets. */
  gets?: (value: z.output<Schema>) => string
  act(client: SimulatedClient, value: z.output<Schema>): Promise<ActionResult>
}

function action<Schema extends z.ZodType>({ schema, unknown, name, gets, act }: Action<Schema>) {
  return stepKind({
    schema,
    of: 'client',
    expects: 'any',
    read(value, context): ReadStep | Finding {
      const { client } = context
      return (
        unknown?.(value, context) ?? {
          name: `${client} ${name(value)}`,
          ...(gets && { gets: gets(value) }),
          async run(running) {
            const { hierarchy } = running
            const software = running.client(client)
            const result = await act(software, value)
            const { story } = result
            const isMissed = gets && result.outcome !== 'answered'
            const reasons = isMissed ? whyNot(result, gets(value), software, hierarchy) : result.reasons
            return { observed: observedOf(result, hierarchy), story, reasons }
          },
        }
      )
    },
  })
}

/** Why the client did not get something: the hierarchy tells what the client itself cannot know. */
function whyNot(
  { reasons }: ActionResult,
  gets: string,
  { name, assignedSite, at }: SimulatedClient,
  hierarchy: Hierarchy,
): readonly Reason[] {
  const described = clientNamed(hierarchy, name)
  if (!described) return reasons
  const client = { ...described, assignedSite: assignedSite?.code ?? 'none' }
  return reasonsOfWithheldContent(reasons, hierarchy, { client, at, gets })
}
