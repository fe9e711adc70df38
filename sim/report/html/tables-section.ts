import type { Attempt } from '../../evidence/attempt.ts'
import type { TablesExercised } from '../../evidence/recording/event.ts'
import type { CellResult, LeftOutResult, TableResult } from '../../evidence/results.ts'
import type { Texts } from '../../texts/english.ts'
import { figures } from './figures.ts'
import { markup, type Markup } from './markup.ts'

/** The source text's tables with the observation and the evidence in each cell, and its figures, drawn from both. */
export function tablesSection(
  { tables }: TablesExercised,
  attempts: ReadonlyMap<string, Attempt>,
  texts: Texts,
): Markup {
  const words = texts.tables
  return markup`
    <section id="figures" aria-labelledby="figures-title"><h2 id="figures-title">${words.figures}</h2>${figures(tables, texts)}</section>
    <section id="tables" aria-labelledby="tables-title"><h2 id="tables-title">${words.tables}</h2>
      <p>${words.leftOut}</p>
      ${tables.map((table) => tableMarkup(table, attempts, texts))}</section>`
}

function tableMarkup(
  { id, title, columns, columnTitles, rows }: TableResult,
  attempts: ReadonlyMap<string, Attempt>,
  texts: Texts,
): Markup {
  const name = texts.table(id, title)
  const headings = columns.map((column, place) => texts.column(column, columnTitles[place] ?? column))
  return markup`<div class="card scroll" tabindex="0" role="group" aria-label="${name}"><table><caption>${name}</caption>
    <thead><tr><th scope="col">${texts.tables.siteSystem}</th>${headings.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ({ siteSystem, cells }) =>
        markup`<tr><th scope="row">${texts.role(siteSystem)}</th>${columns.map((column) => cellMarkup(cells[column], attempts, texts))}</tr>`,
    )}</tbody></table></div>`
}

function cellMarkup(
  cell: CellResult | undefined,
  attempts: ReadonlyMap<string, Attempt>,
  texts: Texts,
): Markup {
  const words = texts.tables
  if (!cell) return markup`<td></td>`
  const { documented, observed, agrees, skipped, sentence } = cell
  const documentedText = documented.length === 0 ? words.no : inWords(documented, words.or)
  if (skipped !== undefined)
    return markup`<td><span class="quiet">${words.documented}</span> ${documentedText}<br>${words.skipped}<span lang="en">${skipped}</span></td>`
  const observedText =
    observed.length === 0
      ? documented.length === 0
        ? words.none
        : words.nothing
      : inWords(observed, words.and)
  const forced = [...cell.left_out, ...cell.without_certificate]
  return markup`<td><span class="quiet">${words.documented}</span> ${documentedText}<br>
    <span class="${agrees ? 'good' : 'bad'}"><span aria-hidden="true">${agrees ? '✓' : '≠'}</span> ${words.observed} ${observedText}</span><span class="visually-hidden">${agrees ? words.asDocumented : words.otherwise}</span>
    <details><summary>${texts.counts.attempts(cell.attempts.length)}</summary>
      <p lang="en">${sentence}</p>
      <ul>${cell.attempts.map((id) => evidence(id, attempts.get(id), forced, texts))}</ul>
      ${cell.strays && markup`<ul class="bad" lang="en">${cell.strays.map((stray) => markup`<li>${stray}</li>`)}</ul>`}
    </details></td>`
}

function evidence(
  id: string,
  attempt: Attempt | undefined,
  forced: readonly LeftOutResult[],
  { outcomes, tables }: Texts,
): Markup {
  const forcedAttempt = forced.find((one) => one.attempt === id)
  const mark = forcedAttempt === undefined ? '' : forcedAttempt.outcome === 'answered' ? '! ' : '✗ '
  const result = attempt
    ? `${attempt.protocol.toUpperCase()} ${outcomes[attempt.outcome]}${attempt.forced ? tables.whenForced : ''}`
    : ''
  const why = attempt?.contradiction ?? attempt?.diagnosis
  return markup`<li><a href="#${id}">${id}</a> ${mark}${result}${why && `: ${why}`}</li>`
}

function inWords(protocols: readonly string[], joint: string): string {
  return protocols.map((protocol) => protocol.toUpperCase()).join(joint)
}
