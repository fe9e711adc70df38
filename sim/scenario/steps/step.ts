import * as z from 'zod'
import type { ManyClients, Reason, Story } from '../../evidence/results.ts'
import { noSystem, wrong } from '../../model/check/unknown-names.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { RunningHierarchy } from '../../network/running-hierarchy.ts'
import type { Location } from '../../vocabulary/location.ts'
import {
  isCalled,
  otherHosts,
  tcpProtocols,
  webProtocols,
  type LookupProtocol,
  type Protocol,
  type TcpProtocol,
} from '../../vocabulary/network.ts'
import { protocolsOfRole, roleInWords, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { relation, type Expectation, type Observed } from '../expectation.ts'

/** One kind of step: the schema of its field in a scenario, and how that field is read into an action. */
interface StepKind<Schema extends z.ZodType> {
  schema: Schema
  /** Whether a client that the step names carries it out, or the hierarchy changes. */
  of: 'client' | 'hierarchy'
  /** Fields of the observation that a scenario can expect. */
  expects: 'any' | 'outcome' | 'nothing'
  read(value: z.output<Schema>, context: ReadContext): ReadStep | Finding
}

/** The context of a step's own field. */
export interface ReadContext {
  /** Name of the client; empty for a step that changes the hierarchy. */
  client: string
  /** Further fields of a contact. */
  details: z.output<z.ZodObject<typeof contactDetails>>
  expect: Expectation
  hierarchy: Hierarchy
  /** Path of the step in its file. */
  path: FieldPath
}

/** A step whose names have been resolved. */
export interface ReadStep {
  /** A plain sentence, used unless the scenario names the step. */
  name: string
  /** Where the client is from now on. */
  to?: Location
  /** ID of the package or update that the client gets. */
  gets?: string
  /** Milliseconds by which the clock moves. */
  advances?: number
  /** Name of the misbehaviour that begins. */
  begins?: string
  /** Name of the misbehaviour that ends. */
  ends?: string
  run(running: RunningHierarchy): StepOutcome | Promise<StepOutcome>
}

/** The clients that take a step, and the step as one of them takes it. */
export interface StepOfMany {
  /** `all clients of the group KIOSKS` */
  inWords: string
  names(): Iterable<string>
  stepOf(client: string): ReadStep
}

/** The result of a step that was carried out. */
export interface StepOutcome {
  observed: Observed
  story: Story
  /** The reason why it could not be carried out. */
  problem?: string
  /** Why the client did not succeed. */
  reasons?: readonly Reason[]
  /** How it ended for each, where many clients took the step. */
  clients?: ManyClients
}

/** The fields beside `contact`. */
export const contactDetails = {
  system: z
    .string()
    .optional()
    .describe(
      'With contact, or instead of it: one particular system, by name or FQDN. The scenario tells the client where it is and ' +
        'what site it belongs to, but not the mode of that site. Without it, the client goes where a documented way leads it; ' +
        'where none does, the scenario tells it of a system of the site that serves it.',
    ),
  relation: relation
    .optional()
    .describe(
      'The site that the system belongs to: the assigned site (default) or the resident site. For a management point, the ' +
        'one that the client finds itself there.',
    ),
  force: z.boolean().optional().describe('Make the attempt even if the rules forbid it.'),
  protocol: z
    .enum(webProtocols)
    .optional()
    .describe("With force: the protocol; by default the protocol of the client's own mode."),
}

/** The schema turns a step's field into a function that reads it, so that each kind handles only its own type. */
export function stepKind<Schema extends z.ZodType>(kind: StepKind<Schema>) {
  const { schema, of, expects, read } = kind
  return {
    of,
    expects,
    read,
    field: schema.transform((value) => (context: ReadContext) => read(value, context)).optional(),
  }
}

/** The outcome of an event without a rule or an attempt. */
export function happened(sentence: string, observed: Observed = {}): StepOutcome {
  return { observed, story: [{ sentence, rule: null, attempt: null }] }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Drops undefined fields: a field left out of a file is undefined, while an option left out must be absent. */
export function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Given<T>
}

// Each returns a finding if the hierarchy lacks what a step names.

export function absentRole(
  role: SiteSystemRole,
  at: FieldPath,
  { sites }: Hierarchy,
  remedy: string,
): Finding | undefined {
  if (sites.some(({ systems }) => systems.some(({ roles }) => roles.includes(role)))) return undefined
  return wrong('no-such-system', at, `the hierarchy has no ${roleInWords(role)}`, remedy)
}

/** Hosts that are not site systems can have faults as well. */
export function unknownHost(host: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  if (otherHostNamed(hierarchy, host) || siteSystemNamed(hierarchy, host)) return undefined
  return noSystem(host, at, hierarchy, [...otherHosts.keys()])
}

/** A host that is no site system, by its name or FQDN. */
function otherHostNamed({ domain }: Hierarchy, written: string) {
  return [...otherHosts].find(([name]) => isCalled({ name, fqdn: `${name}.${domain}` }, written))?.[1]
}

/** What a host speaks, whatever the mode of its site. */
export function spokenBy(name: string, hierarchy: Hierarchy): readonly (Protocol | LookupProtocol)[] {
  const { roles = [] } = siteSystemNamed(hierarchy, name)?.system ?? {}
  return otherHostNamed(hierarchy, name)?.speaks ?? roles.flatMap(protocolsOfRole)
}

/** Which of the web's protocols a system really speaks changes with the mode of its site, and shows in the run. */
export function unspokenProtocol(
  protocol: TcpProtocol,
  name: string,
  at: FieldPath,
  hierarchy: Hierarchy,
): Finding | undefined {
  const speaks = spokenBy(name, hierarchy)
  if (speaks.includes(protocol)) return undefined
  const known = tcpProtocols.filter((one) => speaks.includes(one))
  const remedy =
    known.length > 0 ? `it speaks ${known.join(', ')}` : 'remove protocol: only its name can break'
  return wrong('unspoken-protocol', at, `${name} does not speak ${protocol.toUpperCase()}`, remedy)
}
