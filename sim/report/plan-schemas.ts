import * as z from 'zod'
import { attempt, protocol } from '../evidence/recording/evidence-schemas.ts'
import {
  count,
  fields,
  flag,
  list,
  oneOf,
  text,
  wrongField,
  type Fields,
  type WrongField,
} from '../evidence/recording/value-schemas.ts'
import { outcomes } from '../evidence/attempt.ts'
import { siteModeNames } from '../vocabulary/site-mode.ts'
import {
  planActs,
  planCauses,
  planKinds,
  planRemedyIds,
  type DifferingGroup,
  type PlanChange,
  type PlanEnding,
  type PlanFates,
  type PlanGroup,
  type PlannedGroup,
  type PlannedSwitch,
  type PlanRemedy,
  type PlanResult,
  type PlanSummary,
  type PreflightCheck,
} from './plan-result.ts'

/** The schemas of what `plan --json` printed: a field for each of the types, in their order. */

export const plannedSwitch: z.ZodType<PlannedSwitch> = fields({
  site: text,
  mode: oneOf(siteModeNames),
  refused: text.nullable(),
} satisfies Fields<PlannedSwitch>)

const fates = {
  stranded: count,
  strandedIfUnready: count,
  awayUntilTold: count,
  losesContent: count,
  fartherContent: count,
  unchanged: count,
} satisfies Fields<PlanFates>

const summary: z.ZodType<PlanSummary> = fields({
  ...fates,
  clients: count,
  groups: count,
  // Plans of earlier versions lack it.
  delayedContent: count.default(0),
  contentInterrupted: count,
  losesState: count,
  withoutPolicyBefore: count,
} satisfies Fields<PlanSummary>)

export const planGroup: z.ZodType<PlanGroup> = fields({
  number: count,
  from: list(text.nullable()),
  clients: count,
  kind: oneOf(['computer', 'mobile-device']),
  activeDirectory: flag,
  version: text,
  assignedSite: text.nullable(),
  at: list(text),
  onInternet: flag,
  visits: list(text),
  certificates: z.union([z.array(z.string()), z.literal('unknown')], 'has to be a list of texts, or unknown'),
} satisfies Fields<PlanGroup>)

const plannedGroup: z.ZodType<PlannedGroup> = fields({
  group: planGroup,
  fates: fields(fates),
} satisfies Fields<PlannedGroup>)

const ending: z.ZodType<PlanEnding> = fields({
  outcome: oneOf(outcomes),
  protocol,
  system: text.nullable(),
  site: text.nullable(),
} satisfies Fields<PlanEnding>)

const remedy: z.ZodType<PlanRemedy> = fields({
  id: oneOf(planRemedyIds),
  do: text,
  verified: flag.nullable(),
  leaves: count.nullable(),
  strands: count.nullable(),
} satisfies Fields<PlanRemedy>)

export const planKind = oneOf(planKinds)

/** What the change of a client has as well. */
export const changeFields = {
  act: oneOf(planActs),
  content: text.exactOptional(),
  visiting: text.nullable(),
  kind: planKind,
  because: oneOf(planCauses),
  before: ending,
  after: list(ending),
  diagnosis: text.nullable(),
  rule: text.nullable(),
  attempts: list(text),
} satisfies Fields<Omit<PlanChange, 'group' | 'clients' | 'example' | 'remedies'>>

const change: z.ZodType<PlanChange> = fields({
  group: planGroup,
  clients: count,
  example: text,
  ...changeFields,
  remedies: list(remedy),
} satisfies Fields<PlanChange>)

const differingGroup: z.ZodType<DifferingGroup> = fields({
  group: count,
  clients: list(
    fields({
      client: text,
      kinds: list(planKind),
    } satisfies Fields<DifferingGroup['clients'][number]>),
  ),
} satisfies Fields<DifferingGroup>)

export const preflightCheck: z.ZodType<PreflightCheck> = fields({
  site: text.nullable(),
  check: text,
  asks: text,
  holds: flag,
  found: text,
} satisfies Fields<PreflightCheck>)

const plan: z.ZodType<PlanResult> = fields({
  format: z.literal(1, 'has to be 1, the format of a plan that this version reads'),
  hierarchy: text,
  switches: list(plannedSwitch),
  phases: list(text),
  summary,
  groups: list(plannedGroup),
  changes: list(change),
  differing: list(differingGroup),
  preflight: list(preflightCheck),
  attempts: list(attempt),
} satisfies Fields<PlanResult>)

/** A plan with the fields that this version knows, or the first thing that is wrong with it. */
export function checkedPlan(value: unknown): { plan: PlanResult } | WrongField {
  const { success, data, error } = plan.safeParse(value)
  return success ? (wrongReference(data) ?? { plan: data }) : wrongField(error)
}

/** What stands beside a group or a phase that the plan does not have would be lost. */
function wrongReference({ groups, changes, differing, phases }: PlanResult): WrongField | undefined {
  const numbers = new Set<number>()
  for (const [place, { group }] of groups.entries()) {
    if (numbers.has(group.number)) {
      return { field: `groups.${place}.group.number`, wrong: 'has to be the number of no other group' }
    }
    numbers.add(group.number)
  }
  const known = 'has to be the number of one of the groups'
  for (const [place, { group, after }] of changes.entries()) {
    if (!numbers.has(group.number)) return { field: `changes.${place}.group.number`, wrong: known }
    if (after.length !== phases.length - 1) {
      return {
        field: `changes.${place}.after`,
        wrong: 'has to have an ending for each phase after the first',
      }
    }
  }
  const unknown = differing.findIndex(({ group }) => !numbers.has(group))
  return unknown === -1 ? undefined : { field: `differing.${unknown}.group`, wrong: known }
}
