import * as z from 'zod'
import { catalogue } from '../../evidence/catalogue.ts'
import type { Story } from '../../evidence/results.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import { nearest } from '../../model/source/did-you-mean.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { RunningHierarchy } from '../../network/running-hierarchy.ts'
import { otherHosts } from '../../vocabulary/hosts.ts'
import { tcpProtocols, webProtocols, type TcpProtocol } from '../../vocabulary/protocol.ts'
import { tcpProtocolsOf } from '../../vocabulary/site-system-role.ts'
import { relation, type Expectation, type Observed } from '../expectation.ts'

/** One kind of step: the field that a scenario writes it with, how that field is read, and what it then does. */
interface StepKind<Schema extends z.ZodType> {
  schema: Schema
  /** A step of the client that it names, or one that changes the hierarchy. */
  of: 'client' | 'hierarchy'
  /** Which fields of what was observed a scenario can expect. */
  expects: 'any' | 'outcome' | 'nothing'
  read(value: z.output<Schema>, context: ReadContext): ReadStep | Finding
}

/** What stands around a step's own field. */
export interface ReadContext {
  /** Name of the client that does it; empty for a step that changes the hierarchy. */
  client: string
  /** The fields that say more of a contact. */
  details: z.output<z.ZodObject<typeof contactDetails>>
  expect: Expectation
  hierarchy: Hierarchy
  /** Of the step in its file. */
  path: FieldPath
}

/** A step whose names are settled. */
export interface ReadStep {
  /** A plain sentence, where the scenario gives the step no name. */
  name: string
  run(running: RunningHierarchy): StepOutcome | Promise<StepOutcome>
}

/** What came of a step that was carried out. */
export interface StepOutcome {
  observed: Observed
  story: Story
  /** Why it could not be carried out. */
  problem?: string
}

/** The fields beside `contact`. */
export const contactDetails = {
  system: z
    .string()
    .optional()
    .describe('With contact, or instead of it: a certain system, by name or FQDN.'),
  relation: relation
    .optional()
    .describe('The site that the system belongs to: the assigned site (default) or the resident site.'),
  force: z.boolean().optional().describe('Try whatever the rules say.'),
  protocol: z
    .enum(webProtocols)
    .optional()
    .describe("With force: the protocol; by default the protocol of the client's own mode."),
}

/** The schema parses a step's own field into a function that reads it, so that each kind knows its own type alone. */
export function stepKind<Schema extends z.ZodType>(kind: StepKind<Schema>) {
  const { schema, of, expects, read } = kind
  return {
    of,
    expects,
    read,
    field: schema.transform((value) => (context: ReadContext) => read(value, context)).optional(),
  }
}

/** The outcome of something of which no client has a rule or an attempt. */
export function happened(sentence: string, observed: Observed = {}): StepOutcome {
  return { observed, story: [{ sentence, rule: null, attempt: null }] }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields that were given: those left out of a file are undefined, and an option that is absent is not there. */
export function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Given<T>
}

// Each is a finding about a name that the hierarchy has not, or undefined where it has it.

export function unknownClient(client: string, at: FieldPath, { clients }: Hierarchy): Finding | undefined {
  const names = clients.map(({ name }) => name)
  return unknown('client', client, at, names)
}

export function unknownSite(code: string, at: FieldPath, { sites }: Hierarchy): Finding | undefined {
  const codes = sites.map((site) => site.code)
  return unknown('site', code, at, codes)
}

export function unknownPackage(id: string, at: FieldPath, { packages }: Hierarchy): Finding | undefined {
  const ids = packages.map((one) => one.id)
  return unknown('package', id, at, ids)
}

/** Hosts that are none of the site systems can be broken nevertheless. */
export function unknownSystem(system: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  const known = otherHosts.has(system) || siteSystemNamed(hierarchy, system) !== undefined
  return known ? undefined : noSystem(system, at, hierarchy)
}

/** Which of the web's protocols a system really speaks changes with the mode of its site, and shows in the run. */
export function unspokenProtocol(
  protocol: TcpProtocol,
  name: string,
  at: FieldPath,
  hierarchy: Hierarchy,
): Finding | undefined {
  const { roles = [] } = siteSystemNamed(hierarchy, name)?.system ?? {}
  const speaks = otherHosts.get(name) ?? roles.flatMap(tcpProtocolsOf)
  if (speaks.includes(protocol)) return undefined
  const known = tcpProtocols.filter((one) => speaks.includes(one))
  const remedy =
    known.length > 0 ? `it speaks ${known.join(', ')}` : 'remove protocol: only its name can break'
  return wrong('unspoken-protocol', at, `${name} does not speak ${protocol.toUpperCase()}`, remedy)
}

export function noSystem(system: string, at: FieldPath, { sites }: Hierarchy): Finding {
  const names = sites.flatMap((site) => site.systems).flatMap(({ name, fqdn }) => [name, fqdn])
  const remedy = didYouMean(system, names) ?? 'check its name'
  return wrong('unknown-system', at, `the hierarchy has no site system ${system}`, remedy)
}

/** It would only show in a run, as a failure that nobody meant. */
export function unknownDiagnosis(id: string | null | undefined, at: FieldPath): Finding | undefined {
  const ids = [...catalogue.map((entry) => entry.id), 'unexplained']
  if (id === undefined || id === null || ids.includes(id)) return undefined
  const remedy = didYouMean(id, ids) ?? 'sitemode explain lists them'
  return wrong('unknown-diagnosis', at, `the failure catalogue has no entry ${id}`, remedy)
}

export function wrong(code: string, at: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'error', code, path: at, message, remedy }
}

function unknown(
  what: 'client' | 'site' | 'package',
  name: string,
  at: FieldPath,
  names: readonly string[],
): Finding | undefined {
  if (names.includes(name)) return undefined
  const remedy = didYouMean(name, names) ?? `its ${what}s are ${names.join(', ') || 'none'}`
  return wrong(`unknown-${what}`, at, `the hierarchy has no ${what} ${name}`, remedy)
}

function didYouMean(name: string, names: readonly string[]): string | undefined {
  const meant = nearest(name, names)
  return meant === undefined ? undefined : `did you mean ${meant}?`
}
