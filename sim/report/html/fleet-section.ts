import type { FleetResult } from '../../evidence/fleet-result.ts'
import {
  actInWords,
  doubtsInWords,
  fateCells,
  fleetInWords,
  thresholdInWords,
  worstFirst,
} from '../fleet-in-words.ts'
import { clientsCounted, thousands } from '../plan-in-words.ts'
import { markup, type Markup } from './markup.ts'
import { table } from './page.ts'

/** What became of a fleet: numbers, expectations, and how often each kind of act ended in each way. */
export function fleetSection(fleet: FleetResult): Markup {
  const { name, file, days, seed, expectations, digest, connections, bytes, fates } = fleet
  const tiles: [string, string][] = [
    ['clients', thousands(fleet.clients)],
    ['days', thousands(days)],
    ['attempts', thousands(fleet.attempts)],
    ...Object.entries(connections).map(([protocol, count]): [string, string] => [
      `connections by ${protocol.toUpperCase()}`,
      thousands(count),
    ]),
    ['bytes in HTTP bodies, sent', thousands(bytes.sent)],
    ['received', thousands(bytes.received)],
  ]
  const rows = worstFirst(fates).map((fate) => {
    const [group, act, outcome, reason] = fateCells(fate)
    return markup`<tr><td class="number">${thousands(fate.count)}</td><th scope="row">${group}</th><td>${act}</td><td><span class="badge ${outcome}">${outcome}</span></td><td>${reason}${fate.diagnosis !== null && markup` <code class="quiet">${fate.diagnosis}</code>`}</td></tr>`
  })
  return markup`<section id="fleet" aria-labelledby="fleet-title"><h2 id="fleet-title">The fleet ${name}</h2>
    <p>${fleetInWords(fleet)} <span class="quiet">${clientsCounted(fleet.clients)} of <code>${file}</code>, seed ${seed}. The attempts below are those of the first acts of each kind and end.</span></p>
    <dl class="tiles">${tiles.map(([title, value]) => markup`<div><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>
    ${expectations.length > 0 && markup`<h3>What was expected</h3><ul>${expectations.map((one) => markup`<li class="${one.held ? 'good' : 'bad'}"><span aria-hidden="true">${one.held ? '✓' : '✗'}</span><span class="visually-hidden">${one.held ? 'held' : 'did not hold'}: </span> ${thresholdInWords(one)}</li>`)}</ul>`}
    ${doubtsInWords(fleet).map(({ title, first }) => markup`<h3 class="bad">${title}</h3><ul>${first.map((one) => markup`<li>${one}</li>`)}</ul>`)}
    <h3>How everything ended</h3>
    ${table('Fates', ['count', 'group', 'acts', 'outcome', 'reason'], rows)}
    ${durationsTable(fleet)}
    <p class="quiet">Digest of all fates: <code>${digest}</code></p>
  </section>`
}

function durationsTable({ durations }: FleetResult): Markup | false {
  const [first] = durations
  if (!first) return false
  const headings = first.buckets.map(({ atMost }) => (atMost === null ? 'more' : `≤ ${thousands(atMost)} ms`))
  const rows = durations.map(
    ({ act, buckets }) =>
      markup`<tr><th scope="row">${actInWords(act)}</th>${buckets.map(({ count }) => markup`<td class="number ${count === 0 && 'quiet'}">${thousands(count)}</td>`)}</tr>`,
  )
  return markup`<h3>How long it took</h3>${table('Durations', ['acts', ...headings], rows)}`
}
