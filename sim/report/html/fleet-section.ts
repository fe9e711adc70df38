import type { FleetResult } from '../../evidence/fleet-result.ts'
import type { Texts } from '../../texts/english.ts'
import { thousands } from '../../vocabulary/counted.ts'
import {
  actInWords,
  doubtsInWords,
  fateCells,
  fleetInWords,
  thresholdInWords,
  worstFirst,
} from '../fleet-in-words.ts'
import { markup, type Markup } from './markup.ts'
import { between, table } from './page.ts'

/** What became of a fleet: numbers, expectations, and how often each kind of act ended in each way. */
export function fleetSection(fleet: FleetResult, texts: Texts): Markup {
  const { name, file, days, seed, expectations, digest, connections, bytes, fates } = fleet
  const words = texts.fleet
  const tiles: [string, string][] = [
    [words.clients, thousands(fleet.clients)],
    [words.days, thousands(days)],
    [words.attempts, thousands(fleet.attempts)],
    ...Object.entries(connections).map(([protocol, count]): [string, string] => [
      words.connectionsBy(protocol.toUpperCase()),
      thousands(count),
    ]),
    [words.bytesSent, thousands(bytes.sent)],
    [words.bytesReceived, thousands(bytes.received)],
  ]
  const rows = worstFirst(fates).map((fate) => {
    const [group, act, outcome, reason] = fateCells(fate, texts)
    return markup`<tr><td class="number">${thousands(fate.count)}</td><th scope="row">${group}</th><td>${act}</td><td><span class="badge ${fate.outcome}">${outcome}</span></td><td>${reason}${fate.diagnosis !== null && markup` <code class="quiet">${fate.diagnosis}</code>`}</td></tr>`
  })
  const headings = [words.count, words.group, words.acts, words.outcome, words.reason]
  const from = between(words.from(texts.counts.clients(fleet.clients), seed), markup`<code>${file}</code>`)
  return markup`<section id="fleet" aria-labelledby="fleet-title"><h2 id="fleet-title">${words.title(name)}</h2>
    <p>${fleetInWords(fleet, texts)} <span class="quiet">${from}</span></p>
    <dl class="tiles">${tiles.map(([title, value]) => markup`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>
    ${expectations.length > 0 && markup`<h3>${words.expected}</h3><ul>${expectations.map((one) => markup`<li class="${one.held ? 'good' : 'bad'}"><span aria-hidden="true">${one.held ? '✓' : '✗'}</span><span class="visually-hidden">${one.held ? words.held : words.didNotHold}: </span> ${thresholdInWords(one, texts)}</li>`)}</ul>`}
    ${doubtsInWords(fleet, texts).map(({ title, first }) => markup`<h3 class="bad">${title}</h3><ul lang="en">${first.map((one) => markup`<li>${one}</li>`)}</ul>`)}
    <h3>${words.howEnded}</h3>
    ${table(words.fates, headings, rows, 'wide')}
    ${durationsTable(fleet, texts)}
    <p class="quiet">${words.digest}<code>${digest}</code></p>
  </section>`
}

function durationsTable({ durations }: FleetResult, texts: Texts): Markup | false {
  const words = texts.fleet
  const [first] = durations
  if (!first) return false
  const buckets = first.buckets.map(({ atMost }) =>
    // In one line, however narrow the window.
    atMost === null ? words.more : `≤\u00a0${thousands(atMost)} ms`,
  )
  const rows = durations.map(
    (one) =>
      markup`<tr><th scope="row">${actInWords(one.act, texts)}</th>${one.buckets.map(({ count }) => markup`<td class="number ${count === 0 && 'quiet'}">${thousands(count)}</td>`)}</tr>`,
  )
  return markup`<h3>${words.howLong}</h3>${table(words.durations, [words.acts, ...buckets], rows)}`
}
