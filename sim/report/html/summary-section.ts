import { outcomes, type Attempt } from '../../evidence/attempt.ts'
import { entryOf, titleOf } from '../../evidence/catalogue.ts'
import type { Recording } from '../../evidence/recording/recording.ts'
import type { StepResult } from '../../evidence/results.ts'
import { groupBy } from '../lists.ts'
import { countedByOutcome, tallyOf } from '../tally.ts'
import { gotNothing, outcomeInWords, placeOf } from '../verdict.ts'
import { markup, type Markup } from './markup.ts'
import { table } from './page.ts'

/** The outcome of a run in numbers, and the scenarios that did not hold. */
export function summarySection(recording: Recording, attempts: readonly Attempt[]): Markup {
  const { scenarios, gotNothing: nothing, cells, outcomes: counts } = tallyOf(recording)
  const tiles: [string, string][] = [
    ...(scenarios.all > 0 ? [tile('scenarios passed', scenarios.passed, scenarios.all)] : []),
    ...(nothing > 0 ? [['got nothing', `${nothing}`] satisfies [string, string]] : []),
    ...(cells.all > 0 ? [tile('cells agree', cells.agree, cells.all)] : []),
    ['attempts', `${attempts.length}`],
    ...outcomes.map((outcome): [string, string] => [outcome, `${counts[outcome]}`]),
    ['seconds', (recording.durationMs / 1000).toFixed(1)],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${notHeld(recording)}
    ${contradictions(attempts)}
    ${failures(attempts)}
    ${nothing > 0 && nothingAndWhy(recording)}
    ${attempts.length > 0 && markup`<h3>By protocol</h3><div class="card scroll" tabindex="0" role="group" aria-label="Attempts by protocol">${byProtocol(attempts)}</div>`}
  </section>`
}

function tile(name: string, of: number, all: number): [string, string] {
  return [name, `${of} of ${all}`]
}

function notHeld({ hierarchies }: Recording): Markup | false {
  const failed = hierarchies.flatMap(({ scenario, passed }, number) =>
    scenario && passed === false ? [markup`<li><a href="#run-${number}">${scenario.name}</a></li>`] : [],
  )
  return failed.length > 0 && markup`<h3 class="bad">Scenarios that did not hold</h3><ul>${failed}</ul>`
}

function nothingAndWhy({ hierarchies }: Recording): Markup {
  const rows = hierarchies.flatMap(({ scenario, steps }, number) =>
    steps
      .filter(gotNothing)
      .map(
        (step) =>
          markup`<tr><td>${whose(step)}</td><td><a href="#run-${number}">${step.name}</a><br><code class="quiet">${placeOf(scenario?.file ?? '', step)}</code></td><td>${outcomeInWords(step)}</td><td>${shownBy(step)}</td></tr>`,
      ),
  )
  return markup`<h3 class="doubt">Clients that got nothing, and why</h3><p class="quiet">Nothing was expected of these steps, so no scenario fails by them.</p><div class="card scroll" tabindex="0" role="group" aria-label="Clients that got nothing"><table>
    <thead><tr><th scope="col">client</th><th scope="col">step</th><th scope="col">why</th><th scope="col">shown by</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

/** `LAPTOP-1`, `20 of 50 clients`. */
function whose({ client, clients }: StepResult): string {
  return clients ? `${clients.count - clients.held} of ${clients.count} clients` : (client ?? '')
}

function shownBy({ reasons = [] }: StepResult): Markup[] {
  return reasons.flatMap(({ attempt }) =>
    attempt === null ? [] : [markup`<a href="#${attempt}" class="mono">${attempt}</a> `],
  )
}

function byProtocol(attempts: readonly Attempt[]): Markup {
  const protocols = [...groupBy(attempts, ({ protocol }) => protocol)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return markup`<table><thead><tr><th scope="col">protocol</th>${outcomes.map((outcome) => markup`<th scope="col">${outcome}</th>`)}</tr></thead>
    <tbody>${protocols.map(([protocol, itsAttempts]) => {
      const counts = countedByOutcome(itsAttempts)
      return markup`<tr><th scope="row"><span class="badge ${protocol}">${protocol.toUpperCase()}</span></th>${outcomes.map((outcome) => markup`<td>${counts[outcome]}</td>`)}</tr>`
    })}</tbody></table>`
}

/** Contradictions that are listed; the filter finds the others. */
const listed = 20

function contradictions(attempts: readonly Attempt[]): Markup | false {
  const contradicted = attempts.filter(({ outcome }) => outcome === 'contradicted')
  const more = contradicted.length - listed
  return (
    contradicted.length > 0 &&
    markup`<h3 class="bad">Where the two ends contradict each other</h3><ul>${contradicted.slice(0, listed).map(({ id, contradiction }) => markup`<li><a href="#${id}">${id}</a> ${contradiction ?? ''}</li>`)}${more > 0 && markup`<li>${filterLink(`${more} more`, 'outcome:contradicted')}</li>`}</ul>`
  )
}

/** First attempts of a diagnosis that the summary leads to. */
const examples = 3

/** What failed, the most frequent first: for whom, at which systems, and what to do. */
function failures(attempts: readonly Attempt[]): Markup | false {
  const failed = attempts.filter(({ outcome }) => outcome === 'failed')
  const byDiagnosis = groupBy(failed, ({ diagnosis }) => diagnosis ?? 'unexplained')
  const sorted = [...byDiagnosis].sort(([, one], [, other]) => other.length - one.length)
  return (
    sorted.length > 0 &&
    markup`<h3 class="bad">What failed, for whom, and why</h3>${table(
      'Failures',
      ['times', 'what it was, and what to do', 'clients', 'systems', 'first'],
      sorted.map(([id, its]) => failureRow(id, its)),
      'card wide',
    )}`
  )
}

function failureRow(id: string, attempts: readonly Attempt[]): Markup {
  const entry = entryOf(id)
  const filter = `outcome:failed diagnosis:${id}`
  const first = attempts
    .slice(0, examples)
    .map((one) => markup`<a href="#${one.id}" class="mono">${one.id}</a> `)
  return markup`<tr><td class="number">${filterLink(`${attempts.length}`, filter)}</td>
    <td><b>${titleOf(id)}</b> <code class="quiet">${id}</code>${entry && markup`<p><b>To do</b> (${entry.party}): ${entry.remedy}</p>`}</td>
    <td>${namesOrNumber(attempts.map(({ client }) => client))}</td><td>${namesOrNumber(attempts.map(({ system }) => system ?? 'no system'))}</td><td>${first}</td></tr>`
}

/** Names that fit into a cell; of more, only the number and the first. */
const namesShown = 3

function namesOrNumber(names: readonly string[]): Markup {
  const different = [...new Set(names)]
  const shown = different.slice(0, namesShown).map((name) => markup`<code>${name}</code><br>`)
  const more = different.length - namesShown
  return markup`${more > 0 && markup`<b>${different.length}</b><br>`}${shown}${more > 0 && '…'}`
}

/** A link that puts a filter into the form. */
function filterLink(text: string, filter: string): Markup {
  return markup`<a href="#filters" data-filter="${filter}">${text}</a>`
}
