import { entryOf } from '../../evidence/catalogue.ts'
import type { CatalogueEntry } from '../../evidence/catalogue-entry.ts'
import type { Texts } from '../../texts/english.ts'
import { groupBy } from '../lists.ts'
import { actInWords, fateNames, groupInWords, groupName, switchInWords } from '../plan-in-words.ts'
import type { AttemptChange, Change, Compared, Diff, Side } from './compare.ts'
import type { DescribedChange } from './described.ts'
import { factsThatDiffer, type Fact, type Facts, type PlanPlace } from './endings.ts'

export const marksOfChange: Readonly<Record<Change['kind'], string>> = {
  changed: '≠',
  added: '+',
  missing: '−',
}

/** `only in the later recording`. */
export function changeInWords({ kind, planned }: Pick<Change, 'kind' | 'planned'>, { diff }: Texts): string {
  if (kind === 'changed') return diff.changed
  return diff.onlyIn(kind === 'added' ? 'later' : 'earlier', planned !== null)
}

/** The recording or the plan, as it was named. */
export function nameOf(side: Side): string {
  return side.plan ?? side.recording
}

/** The changes of each scenario, of the tables, or of each group of clients, under their names. */
export function changesByPart(
  { changes }: Diff,
  texts: Texts,
): { title: string; of: string; changes: Change[] }[] {
  const parts = groupBy(changes, (change) => JSON.stringify(partInWords(change, texts)))
  return [...parts.values()].map((its) => ({ ...partInWords(its[0], texts), changes: its }))
}

/** `of`: the file that it comes from, or what the clients of a group have in common. */
function partInWords({ scenario, file, planned }: Change, texts: Texts): { title: string; of: string } {
  const { diff } = texts
  if (!planned) return { title: scenario ?? diff.tables, of: file ?? '' }
  if ('group' in planned)
    return { title: groupName(planned.group, texts), of: groupInWords(planned.group, texts) }
  return { title: planned.of === 'check' ? diff.checklist : diff.plan, of: file ?? '' }
}

/** The step, the cell or the item of a plan; otherwise the change is that of a whole scenario, or of the tables. */
export function subjectOf({ step, cell, planned, scenario }: Change, texts: Texts): string {
  if (cell) return `${cell.table} / ${cell.siteSystem} / ${cell.column}`
  if (planned) return plannedInWords(planned, texts)
  return step ?? (scenario === null ? texts.diff.allTables : texts.diff.wholeScenario)
}

function plannedInWords(planned: PlanPlace, texts: Texts): string {
  const { diff } = texts
  switch (planned.of) {
    case 'phases':
      return diff.phases
    case 'switch':
      return diff.switchOf(switchInWords(planned, texts))
    case 'summary':
      return diff.allClients
    case 'check':
      return diff.checkOf(planned.check, planned.site)
    case 'group':
      return diff.itsClients
    case 'change':
      return actInWords(planned, texts)
    case 'differing':
      return diff.notAlike
  }
}

/** `LAPTOP-1, HTTPS to mp.osl.contoso.test, management point of the assigned site, by force`. */
export function targetInWords(change: AttemptChange, { diff, attempt, role }: Texts): string {
  const { client, protocol, system, relation, forced } = change
  const target = attempt.target(role(change.role), relation)
  return diff.target(client, protocol.toUpperCase(), system ?? attempt.noSystem, target, forced)
}

/** `a3, now a4`: the attempt's ids, for the reports of either recording; with its outcome where only one has it. */
export function idsInWords({ before, after }: AttemptChange, texts: Texts): string {
  const { diff } = texts
  const idOf = ({ id }: Facts): string => factInWords('id', id, texts)
  if (before && after) return before.id === after.id ? idOf(after) : diff.now(idOf(before), idOf(after))
  const facts = before ?? after ?? {}
  return `${before ? diff.noLonger : diff.onlyNow}, ${idOf(facts)}: ${endedInWords(facts, texts)}`
}

/** What differs, in words: nothing where one recording has no counterpart. */
export function rowsOf(
  { before, after }: { before: Facts | null; after: Facts | null },
  texts: Texts,
): {
  field: string
  before: string
  after: string
}[] {
  if (!before || !after) return []
  return factsThatDiffer(before, after)
    .filter(({ field }) => field !== 'id')
    .map((one) => ({
      field: texts.diff.field(one.field),
      before: factInWords(one.field, one.before, texts),
      after: factInWords(one.field, one.after, texts),
    }))
}

/** What became of a step or a cell, in short: `only in the later recording: answered`, `verdict: passed → failed`. */
export function gistOf(change: Change, texts: Texts): string {
  const { kind, planned, before, after, attempts } = change
  if (kind !== 'changed') {
    const facts = after ?? before ?? {}
    const ended = planned ? fateInWords(facts, texts) : endedInWords(facts, texts)
    return `${changeInWords(change, texts)}${ended === '' ? '' : `: ${ended}`}`
  }
  const [first] = rowsOf(change, texts)
  return first
    ? `${first.field}: ${first.before} → ${first.after}`
    : texts.diff.otherAttempts(attempts.length)
}

/** `failed: server-certificate-expired`; empty for a whole scenario. */
function endedInWords({ outcome, verdict, diagnosis }: Facts, texts: Texts): string {
  const ended = outcome ?? verdict
  return [
    ...(typeof ended === 'string'
      ? [factInWords(outcome === undefined ? 'verdict' : 'outcome', ended, texts)]
      : []),
    ...(typeof diagnosis === 'string' ? [diagnosis] : []),
  ].join(': ')
}

/** `208 clients, stranded: never-told`; of a group `208 clients, 200 stranded, 8 unchanged`; empty for what else is planned. */
function fateInWords(
  { clients, kind, because, diagnosis, ...facts }: Facts,
  { plan, counts }: Texts,
): string {
  const ended = [kind, because, diagnosis].filter((fact) => typeof fact === 'string').join(': ')
  const fates = fateNames.flatMap((fate) => {
    const number = facts[fate]
    return typeof number === 'number' && number > 0 ? [plan.fateCounted(number, plan.fates[fate])] : []
  })
  const many = typeof clients === 'number' ? counts.clients(clients) : ''
  return [many, ended, ...fates].filter((words) => words !== '').join(', ')
}

/** The failure that is there now: what it is, and who acts. */
export function failureOf({ after }: Pick<AttemptChange, 'after'>): CatalogueEntry | undefined {
  return entryOf(typeof after?.diagnosis === 'string' ? after.diagnosis : null)
}

/** `site MUC: mode mixed → native`, `client OLD: only in the later recording`. */
function describedInWords({ kind, of, name, differing }: DescribedChange, texts: Texts): string {
  const facts = differing.map(({ field, before, after }) => {
    const [was, is] = [factInWords(field, before, texts), factInWords(field, after, texts)]
    return `${texts.diff.field(field)} ${was} → ${is}`
  })
  const what = kind === 'changed' ? facts.join('; ') : changeInWords({ kind, planned: null }, texts)
  return `${texts.diff.described[of]} ${name}: ${what}`
}

/** Differences of the description that are shown; of the others, their number. */
const shownDescribed = 20

/** How the hierarchies were described differently, a line each. */
export function describedLines({ described }: Diff, texts: Texts): string[] {
  const more = described.length - shownDescribed
  return [
    ...described.slice(0, shownDescribed).map((change) => describedInWords(change, texts)),
    ...(more > 0 ? [texts.diff.andMore(more)] : []),
  ]
}

/** What was compared, and what came of it; a sentence. */
export function verdictOnDiff({ same, before, summary }: Diff, texts: Texts): string {
  const { diff } = texts
  const { compared, changed, added, missing } = summary
  const all = comparedInWords(before, compared, texts)
  if (same) return diff.nothing(all)
  const counts = [
    diff.numberChanged(changed),
    ...(added > 0 ? [diff.numberAdded(added)] : []),
    ...(missing > 0 ? [diff.numberMissing(missing)] : []),
  ].join(', ')
  return diff.some(counts, all)
}

function comparedInWords(
  { plan }: Side,
  { scenarios, steps, cells, groups, checks }: Compared,
  { diff, counts }: Texts,
): string {
  if (plan !== null) return `${diff.groups(groups)}, ${diff.checks(checks)}`
  return [
    ...(scenarios > 0 ? [diff.scenarios(scenarios)] : []),
    counts.steps(steps),
    ...(cells > 0 ? [diff.cells(cells)] : []),
  ].join(', ')
}

/** Ids and codes stay what they are; an outcome or a verdict is told in words. */
function factInWords(field: string, fact: Fact | undefined, { diff, outcomes, verdicts }: Texts): string {
  if (fact === null || fact === undefined || fact === '') return diff.none
  const words: Readonly<Record<string, string>> =
    field === 'outcome' ? outcomes : field === 'verdict' ? verdicts : {}
  const known = Object.entries(words).find(([name]) => name === fact)
  return known?.[1] ?? `${fact}`
}
