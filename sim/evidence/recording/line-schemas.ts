import * as z from 'zod'
import { siteModeNames } from '../../vocabulary/site-mode.ts'
import type { UnusualSettings } from '../../vocabulary/unusual.ts'
import type {
  CellResult,
  LeftOutResult,
  ManyClients,
  Reason,
  StepResult,
  StoryLine,
  TableResult,
} from '../results.ts'
import { timeLostCauses, type Quote, type RecordedEvent, type RecordedLine, type RunBegan } from './event.ts'
import {
  attempt,
  connectionEnds,
  connectionTimes,
  exchange,
  foreignConnection,
  seenByListener,
  servedRequest,
  sslSettings,
  unusualKinds,
} from './evidence-schemas.ts'
import { fleetResult } from './fleet-schema.ts'
import type { ClientShown, HierarchyShown, SiteShown, SystemShown } from './hierarchy-shown.ts'
import {
  byKey,
  count,
  fields,
  flag,
  key,
  list,
  milliseconds,
  moment,
  notInFormat1,
  oneOf,
  scalar,
  text,
  wrongField,
  type Fields,
  type WrongField,
} from './value-schemas.ts'

const siteMode = oneOf(siteModeNames)

const system: z.ZodType<SystemShown> = fields({
  name: text,
  fqdn: text,
  roles: list(text),
  address: text,
  urls: list(text),
  fault: text.nullable(),
} satisfies Fields<SystemShown>)

export const siteShown: z.ZodType<SiteShown> = fields({
  code: text,
  kind: oneOf(['primary', 'secondary']),
  mode: siteMode,
  parent: text.nullable(),
  boundaries: list(
    fields({
      text,
      connection: oneOf(['fast', 'slow']),
    } satisfies Fields<SiteShown['boundaries'][number]>),
  ),
  systems: list(system),
} satisfies Fields<SiteShown>)

export const clientShown: z.ZodType<ClientShown> = fields({
  name: text,
  fqdn: text,
  kind: oneOf(['computer', 'mobile-device']),
  mode: siteMode,
  at: text,
  assignedSite: text.nullable(),
  residentSite: text.nullable(),
  group: text.exactOptional(),
} satisfies Fields<ClientShown>)

const unusualSettings: z.ZodType<UnusualSettings> = fields({
  seed: count,
  only: unusualKinds.exactOptional(),
} satisfies Fields<UnusualSettings>)

export const hierarchyShown: z.ZodType<HierarchyShown> = fields({
  name: text,
  domain: text,
  sites: list(siteShown),
  clients: list(clientShown),
  unusual: unusualSettings.exactOptional(),
} satisfies Fields<HierarchyShown>)

export const stepResult: z.ZodType<StepResult> = fields({
  name: text,
  client: text.nullable(),
  line: count.exactOptional(),
  passed: flag,
  expected: byKey(scalar),
  observed: byKey(scalar),
  attempts: list(text),
  story: list(
    fields({
      sentence: text,
      rule: text.nullable(),
      attempt: text.nullable(),
    } satisfies Fields<StoryLine>),
  ),
  problem: text.exactOptional(),
  reasons: list(
    fields({
      words: text,
      diagnosis: text.nullable(),
      rule: text,
      attempt: text.nullable(),
      remedy: text.exactOptional(),
    } satisfies Fields<Reason>),
  ).exactOptional(),
  clients: fields({
    count,
    held: count,
    outcomes: byKey(count),
    first: list(fields({ client: text, observed: byKey(scalar), attempts: list(text) })),
  } satisfies Fields<ManyClients>).exactOptional(),
} satisfies Fields<StepResult>)

const leftOut: z.ZodType<LeftOutResult> = fields({
  protocol: text,
  refused_by: oneOf(['wire', 'client']),
  attempt: text,
  outcome: text,
} satisfies Fields<LeftOutResult>)

const cell: z.ZodType<CellResult> = fields({
  documented: list(text),
  observed: list(text),
  agrees: flag,
  attempts: list(text),
  left_out: list(leftOut),
  without_certificate: list(leftOut),
  sentence: text,
  strays: list(text).exactOptional(),
  skipped: text.exactOptional(),
} satisfies Fields<CellResult>)

const table: z.ZodType<TableResult> = fields({
  id: text,
  title: text,
  columns: list(key),
  columnTitles: list(text),
  rows: list(
    fields({
      siteSystem: text,
      cells: byKey(cell),
    } satisfies Fields<TableResult['rows'][number]>),
  ),
} satisfies Fields<TableResult>)

/** The fields that every line has. */
const head = fields({
  run: text,
  sequence: count,
  ms: milliseconds,
} satisfies Fields<Omit<RecordedLine, 'type'>>)

type Named<Type> = Extract<RecordedEvent, { type: Type }>

/** The fields of each type of line, besides the type itself. */
type FieldsOf<Type> = Fields<Omit<Named<Type>, 'type'>>

const events: { [Type in RecordedEvent['type']]: z.ZodType<Named<Type>> } = {
  run: event('run', {
    format: count,
    command: list(text),
    startedAt: moment,
    versions: fields({ sitemode: text, node: text, openssl: text } satisfies Fields<RunBegan['versions']>),
  } satisfies FieldsOf<'run'>),
  scenario: event('scenario', {
    file: text,
    name: text,
    cites: text.nullable(),
    // Earlier recordings have none.
    quotes: list(fields({ lang: text, text } satisfies Fields<Quote>)).default([]),
  } satisfies FieldsOf<'scenario'>),
  opened: event('opened', { hierarchy: hierarchyShown, now: moment } satisfies FieldsOf<'opened'>),
  step: event('step', { name: text, client: text.nullable() } satisfies FieldsOf<'step'>),
  attempt: event('attempt', {
    attempt,
    ends: fields(connectionEnds).nullable(),
    times: connectionTimes,
    exchanges: list(exchange),
    server: notInFormat1(seenByListener),
    sslSettings: sslSettings.exactOptional(),
  } satisfies FieldsOf<'attempt'>),
  request: event('request', { request: servedRequest } satisfies FieldsOf<'request'>),
  connection: event('connection', { connection: foreignConnection } satisfies FieldsOf<'connection'>),
  'revocation-list': event('revocation-list', {
    by: text,
    url: text,
    ends: fields(connectionEnds).nullable(),
    status: count.nullable(),
    code: text.nullable(),
    durationMs: milliseconds,
  } satisfies FieldsOf<'revocation-list'>),
  client: event('client', { client: clientShown } satisfies FieldsOf<'client'>),
  sites: event('sites', { sites: list(siteShown) } satisfies FieldsOf<'sites'>),
  misbehaviour: event('misbehaviour', {
    name: text.nullable(),
    systems: list(text).nullable(),
  } satisfies FieldsOf<'misbehaviour'>),
  fault: event('fault', { system: text, fault: text.nullable() } satisfies FieldsOf<'fault'>),
  clock: event('clock', { now: moment } satisfies FieldsOf<'clock'>),
  revoked: event('revoked', { holder: text } satisfies FieldsOf<'revoked'>),
  'time-lost': event('time-lost', {
    cause: oneOf(timeLostCauses),
    milliseconds,
  } satisfies FieldsOf<'time-lost'>),
  'step-ended': event('step-ended', { step: stepResult } satisfies FieldsOf<'step-ended'>),
  'scenario-ended': event('scenario-ended', { passed: flag } satisfies FieldsOf<'scenario-ended'>),
  tables: event('tables', { hierarchy: text, tables: list(table) } satisfies FieldsOf<'tables'>),
  fleet: event('fleet', { fleet: fleetResult } satisfies FieldsOf<'fleet'>),
  ended: event('ended', { durationMs: milliseconds } satisfies FieldsOf<'ended'>),
}

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return fields({ type: z.literal(type), ...shape })
}

/** A line with the fields that this version knows, or the first thing that is wrong with it. */
export function checkedLine(value: unknown): { line: RecordedLine } | WrongField {
  const checked = checkedEvent(value)
  if ('wrong' in checked) return checked
  const common = head.safeParse(value)
  return common.success ? { line: { ...common.data, ...checked.event } } : wrongField(common.error)
}

/** The same for an event that is no line yet. */
export function checkedEvent(value: unknown): { event: RecordedEvent } | WrongField {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  if (!isEventType(type)) return { wrong: `this is no line of a recording: its type is ${String(type)}` }
  const read = events[type].safeParse(value)
  return read.success ? { event: read.data } : wrongField(read.error)
}

function isEventType(type: unknown): type is RecordedEvent['type'] {
  return typeof type === 'string' && Object.hasOwn(events, type)
}
