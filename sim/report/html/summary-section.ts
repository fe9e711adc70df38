import { outcomes, type Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Recording } from '../../evidence/recording/recording.ts'
import type { StepResult } from '../../evidence/results.ts'
import { thousands } from '../../vocabulary/counted.ts'
import { groupBy } from '../lists.ts'
import { countedByOutcome, tallyOf } from '../tally.ts'
import { gotNothing, placeOf } from '../verdict.ts'
import { markup, type Markup } from './markup.ts'
import { reasonTitle } from './run-section.ts'
import type { Texts } from '../../texts/english.ts'
import { table } from './page.ts'

/** The outcome of a run in numbers, and the scenarios that did not hold. */
export function summarySection(recording: Recording, attempts: readonly Attempt[], texts: Texts): Markup {
  const { summary } = texts
  const tile = (name: string, of: number, all: number): [string, string] => [name, summary.of(of, all)]
  const { scenarios, gotNothing: nothing, cells, outcomes: counts } = tallyOf(recording)
  const tiles: [string, string][] = [
    ...(scenarios.all > 0 ? [tile(summary.scenariosPassed, scenarios.passed, scenarios.all)] : []),
    ...(nothing > 0 ? [[summary.gotNothing, thousands(nothing)] satisfies [string, string]] : []),
    ...(cells.all > 0 ? [tile(summary.cellsAgree, cells.agree, cells.all)] : []),
    [summary.attempts, thousands(attempts.length)],
    ...outcomes.map((outcome): [string, string] => [texts.outcomes[outcome], thousands(counts[outcome])]),
    [summary.seconds, (recording.durationMs / 1000).toFixed(1)],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">${texts.page.summary}</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${notHeld(recording, texts)}
    ${contradictions(attempts, texts)}
    ${failures(attempts, texts)}
    ${nothing > 0 && nothingAndWhy(recording, texts)}
    ${attempts.length > 0 && markup`<h3>${summary.byProtocol}</h3><div class="card scroll" tabindex="0" role="group" aria-label="${summary.attemptsByProtocol}">${byProtocol(attempts, texts)}</div>`}
  </section>`
}

function notHeld({ hierarchies }: Recording, { summary }: Texts): Markup | false {
  const failed = hierarchies.flatMap(({ scenario, passed }, number) =>
    scenario && passed === false ? [markup`<li><a href="#run-${number}">${scenario.name}</a></li>`] : [],
  )
  return failed.length > 0 && markup`<h3 class="bad">${summary.didNotHold}</h3><ul>${failed}</ul>`
}

function nothingAndWhy({ hierarchies }: Recording, texts: Texts): Markup {
  const { summary } = texts
  const rows = hierarchies.flatMap(({ scenario, steps }, number) =>
    steps
      .filter(gotNothing)
      .map(
        (step) =>
          markup`<tr><th scope="row">${whose(step, texts)}</th><td><a href="#run-${number}">${step.name}</a><br><code class="quiet">${placeOf(scenario?.file ?? '', step)}</code></td><td>${outcomeOf(step, texts)}</td><td>${shownBy(step)}</td></tr>`,
      ),
  )
  return markup`<h3 class="doubt">${summary.nothingTitle}</h3><p class="quiet">${summary.nothingAbout}</p>${table(
    summary.nothingTable,
    [summary.client, summary.step, summary.why, summary.shownBy],
    rows,
    'stacks',
  )}`
}

/** `LAPTOP-1`, `20 of 50 clients`. */
function whose({ client, clients }: StepResult, { summary }: Texts): string {
  return clients ? summary.clientsOf(clients.count - clients.held, clients.count) : (client ?? '')
}

/** How a step ended, and why, in the page's language. */
function outcomeOf({ observed, reasons = [] }: StepResult, texts: Texts): string {
  const ended = outcomes.find((outcome) => outcome === observed.outcome)
  const why = reasons.map((reason) => reasonTitle(reason, texts)).join('; ')
  return [ended === undefined ? '' : texts.outcomes[ended], why].filter(Boolean).join(': ')
}

function shownBy({ reasons = [] }: StepResult): Markup[] {
  return reasons.flatMap(({ attempt }) =>
    attempt === null ? [] : [markup`<a href="#${attempt}" class="mono">${attempt}</a> `],
  )
}

function byProtocol(attempts: readonly Attempt[], { summary, outcomes: names }: Texts): Markup {
  const protocols = [...groupBy(attempts, ({ protocol }) => protocol)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return markup`<table><thead><tr><th scope="col">${summary.protocol}</th>${outcomes.map((outcome) => markup`<th scope="col">${names[outcome]}</th>`)}</tr></thead>
    <tbody>${protocols.map(([protocol, itsAttempts]) => {
      const counts = countedByOutcome(itsAttempts)
      return markup`<tr><th scope="row"><span class="badge ${protocol}">${protocol.toUpperCase()}</span></th>${outcomes.map((outcome) => markup`<td>${thousands(counts[outcome])}</td>`)}</tr>`
    })}</tbody></table>`
}

/** Contradictions that are listed; the filter finds the others. */
const listed = 20

function contradictions(attempts: readonly Attempt[], { summary }: Texts): Markup | false {
  const contradicted = attempts.filter(({ outcome }) => outcome === 'contradicted')
  const more = contradicted.length - listed
  return (
    contradicted.length > 0 &&
    markup`<h3 class="bad">${summary.contradictions}</h3><ul>${contradicted.slice(0, listed).map(({ id, contradiction }) => markup`<li><a href="#${id}">${id}</a> ${contradiction ?? ''}</li>`)}${more > 0 && markup`<li>${filterLink(summary.more(more), 'outcome:contradicted')}</li>`}</ul>`
  )
}

/** First attempts of a diagnosis that the summary leads to. */
const examples = 3

/** What failed, the most frequent first: for whom, at which systems, and what to do. */
function failures(attempts: readonly Attempt[], texts: Texts): Markup | false {
  const { summary } = texts
  const failed = attempts.filter(({ outcome }) => outcome === 'failed')
  const byDiagnosis = groupBy(failed, ({ diagnosis }) => diagnosis ?? 'unexplained')
  const sorted = [...byDiagnosis].sort(([, one], [, other]) => other.length - one.length)
  return (
    sorted.length > 0 &&
    markup`<h3 class="bad">${summary.failed}</h3>${table(
      summary.failures,
      [summary.times, summary.whatItWas, summary.clients, summary.systems, summary.first],
      sorted.map(([id, its]) => failureRow(id, its, texts)),
      'stacks',
    )}`
  )
}

function failureRow(id: string, attempts: readonly Attempt[], texts: Texts): Markup {
  const entry = entryOf(id)
  const told = entry && texts.failure(entry)
  const filter = `outcome:failed diagnosis:${id}`
  const first = attempts
    .slice(0, examples)
    .map((one) => markup`<a href="#${one.id}" class="mono">${one.id}</a> `)
  return markup`<tr><td class="number">${filterLink(thousands(attempts.length), filter)}</td>
    <td><b>${told?.title ?? texts.attempt.unexplained}</b> <code class="quiet">${id}</code>${entry && told && markup`<p><b>${texts.summary.toDo}</b> (${texts.parties[entry.party]}): ${told.remedy}</p>`}</td>
    <td>${namesOrNumber(attempts.map(({ client }) => client))}</td><td>${namesOrNumber(attempts.map(({ system }) => system ?? texts.attempt.noSystem))}</td><td>${first}</td></tr>`
}

/** Names that fit into a cell; of more, only the number and the first. */
const namesShown = 3

function namesOrNumber(names: readonly string[]): Markup {
  const different = [...new Set(names)]
  const shown = different.slice(0, namesShown).map((name) => markup`<code>${name}</code><br>`)
  const more = different.length - namesShown
  return markup`${more > 0 && markup`<b>${thousands(different.length)}</b><br>`}${shown}${more > 0 && '…'}`
}

/** A link that puts a filter into the form. */
function filterLink(text: string, filter: string): Markup {
  return markup`<a href="#filters" data-filter="${filter}">${text}</a>`
}
