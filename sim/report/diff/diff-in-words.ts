import { entryOf } from '../../evidence/catalogue.ts'
import type { CatalogueEntry } from '../../evidence/catalogue-entry.ts'
import { counted, roleInWords } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import { factsThatDiffer, type AttemptChange, type Change, type Diff } from './compare.ts'
import type { Fact, Facts } from './endings.ts'

export const marksOfChange: Readonly<Record<Change['kind'], string>> = {
  changed: '≠',
  added: '+',
  missing: '−',
}

export const changeInWords: Readonly<Record<Change['kind'], string>> = {
  changed: 'ended in another way',
  added: 'only in the later recording',
  missing: 'only in the earlier recording',
}

/** The changes of each scenario, and those of the tables, under their names. */
export function changesByPart({ changes }: Diff): { title: string; file: string; changes: Change[] }[] {
  const parts = groupBy(changes, ({ scenario, file }) => JSON.stringify([scenario, file]))
  return [...parts.values()].map((itsChanges) => {
    const [{ scenario, file }] = itsChanges
    return { title: scenario ?? 'The tables', file: file ?? '', changes: itsChanges }
  })
}

/** The step or the cell; where it is neither, the change is that of a whole scenario, or of the tables. */
export function subjectOf({ step, cell, scenario }: Change): string {
  if (cell) return `${cell.table} / ${cell.siteSystem} / ${cell.column}`
  return step ?? (scenario === null ? 'all tables' : 'the whole scenario')
}

/** `LAPTOP-1, HTTPS to mp.osl.contoso.test, management point of the assigned site, by force`. */
export function targetInWords({ client, protocol, system, role, relation, forced }: AttemptChange): string {
  const target = `${roleInWords(role)} of the ${relation} site`
  return `${client}, ${protocol.toUpperCase()} to ${system ?? 'no system'}, ${target}${forced ? ', by force' : ''}`
}

/** `a3, now a4`: the attempt's ids, for the reports of either recording; with its outcome where only one has it. */
export function idsInWords({ before, after }: AttemptChange): string {
  if (before && after) return `${factInWords(before.id)}, now ${factInWords(after.id)}`
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
  const { kind, before, after, attempts } = change
  if (kind !== 'changed') {
    const ended = endedInWords(after ?? before ?? {})
    return `${changeInWords[kind]}${ended === '' ? '' : `: ${ended}`}`
  }
  const [first] = rowsOf(change)
  return first ? `${first.field}: ${first.before} → ${first.after}` : `other attempts (${attempts.length})`
}

/** `failed: server-certificate-expired`; empty for a whole scenario. */
function endedInWords({ outcome, verdict, diagnosis }: Facts): string {
  return [outcome ?? verdict, diagnosis].filter((fact) => typeof fact === 'string').join(': ')
}

/** The failure that is there now, or that was there: what it is, and who acts. */
export function failureOf({
  before,
  after,
}: Pick<AttemptChange, 'before' | 'after'>): CatalogueEntry | undefined {
  const idIn = (facts: Facts | null): string | null =>
    typeof facts?.diagnosis === 'string' ? facts.diagnosis : null
  return entryOf(idIn(after)) ?? entryOf(idIn(before))
}

/** What was compared, and what came of it; a sentence. */
export function verdictOnDiff({ same, summary }: Diff): string {
  const { compared, changed, added, missing } = summary
  const all = [
    ...(compared.scenarios > 0 ? [counted(compared.scenarios, 'scenario')] : []),
    counted(compared.steps, 'step'),
    ...(compared.cells > 0 ? [counted(compared.cells, 'cell')] : []),
  ].join(', ')
  if (same) return `Nothing ended in another way: ${all}.`
  const counts = [
    `${changed} ended in another way`,
    ...(added > 0 ? [`${added} added`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ].join(', ')
  return `${counts}; compared: ${all}.`
}

/** `clientSaw` is `client saw`. */
function fieldInWords(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function factInWords(fact: Fact | undefined): string {
  return fact === null || fact === undefined || fact === '' ? 'none' : `${fact}`
}
