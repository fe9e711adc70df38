import * as z from 'zod'
import { faults, revocationListFaults } from '../model/fault.ts'
import { webProtocols } from '../model/protocol.ts'
import { location } from '../model/schema/hierarchy-file.ts'
import { writtenDuration } from '../model/schema/written-duration.ts'
import { packageId, siteCode } from '../model/schema/written-name.ts'
import { writtenSize } from '../model/schema/written-size.ts'
import { siteModeNames } from '../model/site-mode.ts'
import { siteSystemRoleNames } from '../model/site-system-role.ts'
import { expectation, relation } from './expectation.ts'

/** What a step can do, and the fields that say more of it; `name` goes with all. */
const actions = {
  contact: ['client', 'contact', 'system', 'relation', 'force', 'protocol', 'expect'],
  assign: ['client', 'assign', 'expect'],
  start: ['client', 'start', 'expect'],
  requestPolicy: ['client', 'requestPolicy', 'expect'],
  sendState: ['client', 'sendState', 'expect'],
  scanForUpdates: ['client', 'scanForUpdates', 'expect'],
  getContent: ['client', 'getContent', 'expect'],
  storeState: ['client', 'storeState', 'expect'],
  restoreState: ['client', 'restoreState', 'expect'],
  move: ['client', 'move'],
  setMode: ['setMode', 'expect'],
  break: ['break'],
  repair: ['repair'],
  revoke: ['revoke'],
  advance: ['advance'],
} as const satisfies Readonly<Record<string, readonly string[]>>

type Action = keyof typeof actions

const systemToBreak = z
  .string()
  .describe(
    'Name or FQDN of a site system; crl is the point that publishes the revocation lists, dc the domain ' +
      'controller, ns the server of DNS and WINS.',
  )

/** For an action of which nothing more is to be said. */
const yes = z.literal(true)

const contactFields = {
  contact: z.enum(siteSystemRoleNames).optional().describe('Turn to a site system of this role.'),
  system: z
    .string()
    .optional()
    .describe('With contact, or instead of it: a certain system, by name or FQDN.'),
  relation: relation
    .optional()
    .describe("Whose system: the assigned site's (default) or the resident site's."),
  force: z.boolean().optional().describe('Try whatever the rules say.'),
  protocol: z
    .enum(webProtocols)
    .optional()
    .describe("With force: the protocol; by default that of the client's own mode."),
}

const clientFields = {
  client: z.string().optional().describe('Name of a client of the hierarchy: who does it.'),
  move: location.optional().describe('Go there.'),
  assign: z
    .union([z.literal('auto'), siteCode])
    .optional()
    .describe('Be assigned to the site of this code, or, with auto, find the site to be assigned to.'),
  start: yes
    .optional()
    .describe('True: the computer is switched on, and the client reads the settings of its site again.'),
  requestPolicy: yes
    .optional()
    .describe('True: ask the management point for policy, and fetch what it assigns.'),
  sendState: z
    .union([
      yes,
      z.strictObject({
        topic: z.int().min(1).describe('Topic type of the state message, such as 500.'),
        id: z.int().min(0).describe('Id of the state within its topic.'),
      }),
    ])
    .optional()
    .describe('Send a state message: true for one of the client’s choice, or this topic and state id.'),
  scanForUpdates: yes
    .optional()
    .describe('True: scan against a software update point for the updates that apply.'),
  getContent: packageId
    .optional()
    .describe('Find the package of this id, and transfer it from a distribution point.'),
  storeState: z
    .union([
      yes,
      z.strictObject({ bytes: writtenSize.optional().describe('How much, such as 64 KiB or 4096.') }),
    ])
    .optional()
    .describe('Store a user state at a state migration point: true, or so many bytes of it.'),
  restoreState: yes.optional().describe('True: restore the user state that was stored.'),
}

const hierarchyFields = {
  setMode: z
    .strictObject({
      site: siteCode.describe('Code of the primary site.'),
      mode: z.enum(siteModeNames).describe('The mode that it takes.'),
    })
    .optional()
    .describe('A site goes over to the other mode: to native from the top down, back from the bottom up.'),
  break: z
    .strictObject({
      system: systemToBreak,
      fault: z.enum([...faults, ...revocationListFaults]).describe('What is wrong with it from now on.'),
    })
    .optional()
    .describe('A fault of a site system is switched on; it takes the place of one that was on.'),
  repair: z
    .strictObject({ system: systemToBreak })
    .optional()
    .describe('The fault of a site system is switched off.'),
  revoke: z
    .strictObject({
      client: z.string().optional().describe('Name of the client whose certificates are revoked.'),
      system: z.string().optional().describe('Or name or FQDN of the site system whose certificate is.'),
      cachedLists: z
        .enum(['drop', 'keep'])
        .default('drop')
        .describe(
          'Whether everybody fetches the new list at once (default), or keeps the one it has until its next update.',
        ),
    })
    .refine(({ client, system }) => (client === undefined) !== (system === undefined), {
      error: 'one holder of a certificate is wanted',
      params: { code: 'revoke-one-holder', remedy: 'name either a client or a system' },
    })
    .optional()
    .describe('The authority revokes a certificate and publishes a new list.'),
  advance: writtenDuration.optional().describe('The simulation’s clock moves ahead, by 400 d or 25 h.'),
}

export const stepFile = z
  .strictObject({
    name: z
      .string()
      .optional()
      .describe('What the step is for; a plain sentence is made when it is left out.'),
    ...clientFields,
    ...contactFields,
    ...hierarchyFields,
    expect: expectation.optional(),
  })
  .refine((step) => actionsOf(step).length > 0, {
    error: 'this step does nothing',
    params: { code: 'step-without-action', remedy: `add ${Object.keys(actions).join(', ')}` },
  })
  .refine((step) => actionsOf(step).length < 2 && strayFields(step).length === 0, {
    error: 'this step does two things',
    params: {
      code: 'step-with-two-actions',
      remedy: 'one step does one thing: write the other, and its expectation, as a step of its own',
    },
  })
  .refine((step) => step.client !== undefined || !actionsOf(step).some(needsClient), {
    error: 'this step has nobody to do it',
    params: { code: 'step-without-client', remedy: 'name a client' },
  })
  .refine(({ protocol, force }) => protocol === undefined || force === true, {
    error: 'a protocol is chosen by rule unless the contact is forced',
    params: { code: 'protocol-without-force', remedy: 'remove protocol, or add force: true' },
  })
  .refine(({ setMode, expect = {} }) => setMode === undefined || onlyOutcome(expect), {
    error: 'of a change of mode only its outcome can be expected',
    params: {
      code: 'mode-without-attempt',
      remedy: 'expect the rest of a step in which a client turns to the site',
    },
  })
  .describe('One thing that happens.')

export type StepFile = z.output<typeof stepFile>

/** A system alone is contacted in its only role. */
function actionsOf(step: Readonly<Record<string, unknown>>): Action[] {
  const named = (Object.keys(actions) as Action[]).filter((action) => step[action] !== undefined)
  return named.length === 0 && step.system !== undefined ? ['contact'] : named
}

function needsClient(action: Action): boolean {
  const fields: readonly string[] = actions[action]
  return fields.includes('client')
}

function strayFields(step: Readonly<Record<string, unknown>>): string[] {
  const [action] = actionsOf(step)
  const known: readonly string[] = action === undefined ? Object.keys(step) : ['name', ...actions[action]]
  return Object.keys(step).filter((field) => step[field] !== undefined && !known.includes(field))
}

function onlyOutcome(expected: object): boolean {
  return Object.keys(expected).every((field) => field === 'outcome')
}
