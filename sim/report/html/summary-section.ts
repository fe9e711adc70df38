import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Recording } from '../../evidence/recording/recording.ts'
import { markup, type Markup } from './markup.ts'

const outcomes = ['answered', 'failed', 'withheld'] as const

/** What came of a run, in numbers, and what did not hold. */
export function summarySection(recording: Recording, attempts: readonly Attempt[]): Markup {
  const { hierarchies, tables } = recording
  const scenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const cells = (tables?.tables ?? []).flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)))
  const tiles: [string, string][] = [
    ...(scenarios.length > 0
      ? [tile('scenarios passed', scenarios.filter(({ passed }) => passed === true).length, scenarios.length)]
      : []),
    ...(cells.length > 0
      ? [tile('cells agree', cells.filter(({ agrees }) => agrees).length, cells.length)]
      : []),
    ['attempts', `${attempts.length}`],
    ...outcomes.map((outcome): [string, string] => [
      outcome,
      `${attempts.filter((one) => one.outcome === outcome).length}`,
    ]),
    ['seconds', (recording.durationMs / 1000).toFixed(1)],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${notHeld(recording)}
    ${attempts.length > 0 && markup`<h3>By protocol</h3><div class="card scroll" tabindex="0" role="group" aria-label="Attempts by protocol">${byProtocol(attempts)}</div>`}
    ${failures(attempts)}
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

function byProtocol(attempts: readonly Attempt[]): Markup {
  const protocols = [...new Set(attempts.map(({ protocol }) => protocol))].sort()
  const count = (protocol: string, outcome: string): number =>
    attempts.filter((one) => one.protocol === protocol && one.outcome === outcome).length
  return markup`<table><thead><tr><th scope="col">protocol</th>${outcomes.map((outcome) => markup`<th scope="col">${outcome}</th>`)}</tr></thead>
    <tbody>${protocols.map((protocol) => markup`<tr><th scope="row"><span class="badge ${protocol}">${protocol.toUpperCase()}</span></th>${outcomes.map((outcome) => markup`<td>${count(protocol, outcome)}</td>`)}</tr>`)}</tbody></table>`
}

function failures(attempts: readonly Attempt[]): Markup | false {
  const byDiagnosis = new Map<string, Attempt[]>()
  for (const attempt of attempts) {
    if (attempt.outcome !== 'failed') continue
    const id = attempt.diagnosis ?? 'unexplained'
    byDiagnosis.set(id, [...(byDiagnosis.get(id) ?? []), attempt])
  }
  const sorted = [...byDiagnosis].sort(([, one], [, other]) => other.length - one.length)
  return (
    sorted.length > 0 &&
    markup`<h3>What failed, and why</h3><div class="card scroll" tabindex="0" role="group" aria-label="Failures"><table>
    <thead><tr><th scope="col">times</th><th scope="col">what it was</th><th scope="col">first</th></tr></thead>
    <tbody>${sorted.map(([id, [first, ...rest]]) => markup`<tr><td>${rest.length + 1}</td><td>${entryOf(id)?.title ?? 'nothing in the catalogue explains it'} <code class="quiet">${id}</code></td><td>${first && markup`<a href="#${first.id}">${first.id}</a>`}</td></tr>`)}</tbody></table></div>`
  )
}
