import type { Attempt } from '../../evidence/attempt.ts'
import type { TablesExercised } from '../../evidence/recording/event.ts'
import type { CellResult, LeftOutResult, TableResult } from '../../evidence/results.ts'
import { counted, roleInWords } from '../in-words.ts'
import { figures } from './figures.ts'
import { markup, type Markup } from './markup.ts'

/** The source text's tables with the observation and the evidence in each cell, and its figures, drawn from both. */
export function tablesSection({ tables }: TablesExercised, attempts: ReadonlyMap<string, Attempt>): Markup {
  return markup`
    <section id="figures" aria-labelledby="figures-title"><h2 id="figures-title">The figures, as observed</h2>${figures(tables)}</section>
    <section id="tables" aria-labelledby="tables-title"><h2 id="tables-title">The tables, as observed</h2>
      <p>Each protocol that a cell leaves out was tried by force: ✗ was refused on the wire; ! was answered, so that only the client’s own rule stands in its way.</p>
      ${tables.map((table) => tableMarkup(table, attempts))}</section>`
}

function tableMarkup(
  { title, columns, columnTitles, rows }: TableResult,
  attempts: ReadonlyMap<string, Attempt>,
): Markup {
  return markup`<div class="card scroll" tabindex="0" role="group" aria-label="${title}"><table><caption>${title}</caption>
    <thead><tr><th scope="col">Site system</th>${columnTitles.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ({ siteSystem, cells }) =>
        markup`<tr><th scope="row">${roleInWords(siteSystem)}</th>${columns.map((column) => cellMarkup(cells[column], attempts))}</tr>`,
    )}</tbody></table></div>`
}

function cellMarkup(cell: CellResult | undefined, attempts: ReadonlyMap<string, Attempt>): Markup {
  if (!cell) return markup`<td></td>`
  const { documented, observed, agrees, skipped, sentence } = cell
  const documentedText = documented.length === 0 ? 'No' : inWords(documented, ' or ')
  if (skipped !== undefined)
    return markup`<td><span class="quiet">documented</span> ${documentedText}<br>skipped: ${skipped}</td>`
  const observedText =
    observed.length === 0 ? (documented.length === 0 ? 'none' : 'nothing') : inWords(observed, ' and ')
  const forced = [...cell.left_out, ...cell.without_certificate]
  return markup`<td><span class="quiet">documented</span> ${documentedText}<br>
    <span class="${agrees ? 'good' : 'bad'}"><span aria-hidden="true">${agrees ? '✓' : '≠'}</span> observed ${observedText}</span><span class="visually-hidden">${agrees ? ', as documented' : ', other than documented'}</span>
    <details><summary>${counted(cell.attempts.length, 'attempt')}</summary>
      <p>${sentence}</p>
      <ul>${cell.attempts.map((id) => evidence(id, attempts.get(id), forced))}</ul>
      ${cell.strays && markup`<ul class="bad">${cell.strays.map((stray) => markup`<li>${stray}</li>`)}</ul>`}
    </details></td>`
}

function evidence(id: string, attempt: Attempt | undefined, forced: readonly LeftOutResult[]): Markup {
  const forcedAttempt = forced.find((one) => one.attempt === id)
  const mark = forcedAttempt === undefined ? '' : forcedAttempt.outcome === 'answered' ? '! ' : '✗ '
  const result = attempt
    ? `${attempt.protocol.toUpperCase()} ${attempt.outcome}${attempt.forced ? ' when forced' : ''}`
    : ''
  const why = attempt?.contradiction ?? attempt?.diagnosis
  return markup`<li><a href="#${id}">${id}</a> ${mark}${result}${why && `: ${why}`}</li>`
}

function inWords(protocols: readonly string[], joint: string): string {
  return protocols.map((protocol) => protocol.toUpperCase()).join(joint)
}
