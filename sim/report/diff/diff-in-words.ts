import { entryOf } from '../../evidence/catalogue.ts'
import type { CatalogueEntry } from '../../evidence/catalogue-entry.ts'
import { keysOf } from '../../vocabulary/keys-of.ts'
import { counted, roleInWords } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import {
  actInWords,
  clientsCounted,
  fateTitles,
  groupInWords,
  groupName,
  switchInWords,
} from '../plan-in-words.ts'
import { type AttemptChange, type Change, type Compared, type Diff, type Side } from './compare.ts'
import type { DescribedChange } from './described.ts'
import { factsThatDiffer, type Fact, type Facts, type PlanPlace } from './endings.ts'

export const marksOfChange: Readonly<Record<Change['kind'], string>> = {
  changed: '≠',
  added: '+',
  missing: '−',
}

/** `only in the later recording`. */
export function changeInWords({ kind, planned }: Pick<Change, 'kind' | 'planned'>): string {
  if (kind === 'changed') return 'ended in another way'
  return `only in the ${kind === 'added' ? 'later' : 'earlier'} ${planned ? 'plan' : 'recording'}`
}

/** The recording or the plan, as it was named. */
export function nameOf(side: Side): string {
  return side.plan ?? side.recording
}

/** The changes of each scenario, of the tables, or of each group of clients, under their names. */
export function changesByPart({ changes }: Diff): { title: string; of: string; changes: Change[] }[] {
  const parts = groupBy(changes, (change) => JSON.stringify(partInWords(change)))
  return [...parts.values()].map((itsChanges) => ({ ...partInWords(itsChanges[0]), changes: itsChanges }))
}

/** `of`: the file that it comes from, or what the clients of a group have in common. */
function partInWords({ scenario, file, planned }: Change): { title: string; of: string } {
  if (!planned) return { title: scenario ?? 'The tables', of: file ?? '' }
  if ('group' in planned) return { title: groupName(planned.group), of: groupInWords(planned.group) }
  return { title: planned.of === 'check' ? 'The checklist' : 'The plan', of: file ?? '' }
}

/** The step, the cell or the item of a plan; otherwise the change is that of a whole scenario, or of the tables. */
export function subjectOf({ step, cell, planned, scenario }: Change): string {
  if (cell) return `${cell.table} / ${cell.siteSystem} / ${cell.column}`
  if (planned) return plannedInWords(planned)
  return step ?? (scenario === null ? 'all tables' : 'the whole scenario')
}

function plannedInWords(planned: PlanPlace): string {
  switch (planned.of) {
    case 'phases':
      return 'the phases'
    case 'switch':
      return `the switch of ${switchInWords(planned)}`
    case 'summary':
      return 'the sum of all clients'
    case 'check':
      return `${planned.check} of ${planned.site ?? 'the hierarchy'}`
    case 'group':
      return 'its clients'
    case 'change':
      return actInWords(planned)
    case 'differing':
      return 'clients that did not end alike'
  }
}

/** `LAPTOP-1, HTTPS to mp.osl.contoso.test, management point of the assigned site, by force`. */
export function targetInWords({ client, protocol, system, role, relation, forced }: AttemptChange): string {
  const target = `${roleInWords(role)} of the ${relation} site`
  return `${client}, ${protocol.toUpperCase()} to ${system ?? 'no system'}, ${target}${forced ? ', by force' : ''}`
}

/** `a3, now a4`: the attempt's ids, for the reports of either recording; with its outcome where only one has it. */
export function idsInWords({ before, after }: AttemptChange): string {
  if (before && after)
    return before.id === after.id
      ? factInWords(after.id)
      : `${factInWords(before.id)}, now ${factInWords(after.id)}`
  const facts = before ?? after ?? {}
  return `${before ? 'no longer' : 'only now'}, ${factInWords(facts.id)}: ${endedInWords(facts)}`
}

/** What differs, in words: nothing where one recording has no counterpart. */
export function rowsOf({ before, after }: { before: Facts | null; after: Facts | null }): {
  field: string
  before: string
  after: string
}[] {
  if (!before || !after) return []
  return factsThatDiffer(before, after)
    .filter(({ field }) => field !== 'id')
    .map((one) => ({
      field: fieldInWords(one.field),
      before: factInWords(one.before),
      after: factInWords(one.after),
    }))
}

/** What became of a step or a cell, in short: `only in the later recording: answered`, `verdict: passed → failed`. */
export function gistOf(change: Change): string {
  const { kind, planned, before, after, attempts } = change
  if (kind !== 'changed') {
    const facts = after ?? before ?? {}
    const ended = planned ? fateInWords(facts) : endedInWords(facts)
    return `${changeInWords(change)}${ended === '' ? '' : `: ${ended}`}`
  }
  const [first] = rowsOf(change)
  return first ? `${first.field}: ${first.before} → ${first.after}` : `other attempts (${attempts.length})`
}

/** `failed: server-certificate-expired`; empty for a whole scenario. */
function endedInWords({ outcome, verdict, diagnosis }: Facts): string {
  return [outcome ?? verdict, diagnosis].filter((fact) => typeof fact === 'string').join(': ')
}

/** `208 clients, stranded: never-told`; of a group `208 clients, 200 stranded, 8 unchanged`; empty for what else is planned. */
function fateInWords({ clients, kind, because, diagnosis, ...facts }: Facts): string {
  const ended = [kind, because, diagnosis].filter((fact) => typeof fact === 'string').join(': ')
  const fates = keysOf(fateTitles).flatMap((fate) =>
    facts[fate] ? [`${facts[fate]} ${fateTitles[fate]}`] : [],
  )
  const many = typeof clients === 'number' ? clientsCounted(clients) : ''
  return [many, ended, ...fates].filter((words) => words !== '').join(', ')
}

/** The failure that is there now: what it is, and who acts. */
export function failureOf({ after }: Pick<AttemptChange, 'after'>): CatalogueEntry | undefined {
  return entryOf(typeof after?.diagnosis === 'string' ? after.diagnosis : null)
}

/** `site MUC: mode mixed → native`, `client OLD: only in the later recording`. */
function describedInWords({ kind, of, name, differing }: DescribedChange): string {
  const facts = differing.map(
    ({ field, before, after }) => `${fieldInWords(field)} ${factInWords(before)} → ${factInWords(after)}`,
  )
  const what = kind === 'changed' ? facts.join('; ') : changeInWords({ kind, planned: null })
  return `${of} ${name}: ${what}`
}

/** Differences of the description that are shown; of the others, their number. */
const shownDescribed = 20

/** How the hierarchies were described differently, a line each. */
export function describedLines({ described }: Diff): string[] {
  const more = described.length - shownDescribed
  return [
    ...described.slice(0, shownDescribed).map(describedInWords),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]
}

/** What was compared, and what came of it; a sentence. */
export function verdictOnDiff({ same, before, summary }: Diff): string {
  const { compared, changed, added, missing } = summary
  const all = comparedInWords(before, compared)
  if (same) return `Nothing ended in another way: ${all}.`
  const counts = [
    `${changed} ended in another way`,
    ...(added > 0 ? [`${added} added`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ].join(', ')
  return `${counts}; compared: ${all}.`
}

function comparedInWords({ plan }: Side, { scenarios, steps, cells, groups, checks }: Compared): string {
  if (plan !== null)
    return `${counted(groups, 'group of clients', 'groups of clients')}, ${counted(checks, 'check')}`
  return [
    ...(scenarios > 0 ? [counted(scenarios, 'scenario')] : []),
    counted(steps, 'step'),
    ...(cells > 0 ? [counted(cells, 'cell')] : []),
  ].join(', ')
}

/** `clientSaw` is `client saw`; a phase of a plan, `after CEN=native`, stays what it is. */
function fieldInWords(field: string): string {
  return field.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function factInWords(fact: Fact | undefined): string {
  return fact === null || fact === undefined || fact === '' ? 'none' : `${fact}`
}
