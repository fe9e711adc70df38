import type { FailureCandidate, LogDiagnosis, LoggedFailure, ReadFile } from '../../diagnose/failure.ts'
import type { RulesForFailure } from '../../diagnose/rules-for-failure.ts'
import type { LogLine } from '../../logs/statement.ts'
import {
  clientsInWords,
  clocksInWords,
  endsInWords,
  headingOf,
  howSure,
  kindOfFile,
  leftOutInWords,
  signsInWords,
  whenInWords,
} from '../diagnosis-in-words.ts'
import { roleInWords } from '../in-words.ts'
import { markup, type Markup } from './markup.ts'
import { htmlPage } from './page.ts'

/** What logs tell of failures, as a page: one file that needs nothing but a browser, and no script. */
export function diagnosisPage(diagnosis: LogDiagnosis): string {
  const { failures, files } = diagnosis
  const title = `sitemode diagnose ${namesOf(files)}`
  return htmlPage({
    title,
    skipTo: ['failures', 'failures'],
    body: markup`<header class="top">
  <h1>What failed, and why</h1>
  <p class="quiet"><code>${title}</code></p>
</header>
<main>
${summary(diagnosis)}
<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">The failures, the most frequent first</h2>
${failures.length === 0 && markup`<p>No line tells of a failure.</p>`}
${failures.map(failureSection)}
</section>
${filesSection(diagnosis)}
</main>`,
  })
}

/** Of many files the first; all of them are listed at the end. */
const namedFiles = 3

function namesOf(files: readonly ReadFile[]): string {
  const more = files.length - namedFiles
  const names = files.slice(0, namedFiles).map(({ file }) => file)
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(' ')
}

const nothingLikeIt = 'nothing in the catalogue looks like this'

function summary({ failures, files, unread, leftOut, clocks }: LogDiagnosis): Markup {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const tiles: [string, number][] = [
    ['requests failed', sum(failures.map(({ count }) => count))],
    ['ways in which they did', failures.length],
    ['files', files.length],
    ['lines', sum(files.map(({ lines }) => lines))],
    ['not understood', unread],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value.toLocaleString('en')}</dd></div>`)}</dl>
    ${clocks && clocksInWords(clocks) !== undefined && markup`<p>${clocksInWords(clocks)}</p>`}
    ${leftOut > 0 && markup`<p class="notice" role="note">${leftOutInWords(leftOut)}</p>`}
    ${failures.length > 0 && overview(failures)}
  </section>`
}

function overview(failures: readonly LoggedFailure[]): Markup {
  return markup`<h3>At a glance</h3><div class="card scroll" tabindex="0" role="group" aria-label="The failures at a glance"><table>
    <thead><tr>${['times', 'at', 'what it is', 'who acts'].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${failures.map((failure, place) => {
      const [first] = failure.candidates
      return markup`<tr><td>${failure.count.toLocaleString('en')}</td><td><a href="#failure-${place + 1}">${failure.hosts[0] ?? 'a server that is not named'}</a></td><td>${first ? markup`${howSure(failure)}: ${first.entry.title}` : nothingLikeIt}</td><td>${first?.entry.party}</td></tr>`
    })}</tbody></table></div>`
}

function failureSection(failure: LoggedFailure, place: number): Markup {
  const { candidates, lines, rules, certain } = failure
  const [first, ...others] = candidates
  return markup`<article class="card failure" id="failure-${place + 1}" aria-labelledby="failure-${place + 1}-title">
    <h3 id="failure-${place + 1}-title">${headingOf(failure)}</h3>
    ${facts(failure)}
    <div class="diagnosis">${first ? markup`<p>${howSure(failure)}: <b>${first.entry.title}</b> <code class="quiet">${first.entry.id}</code></p>${cause(first, certain)}` : markup`<p>${nothingLikeIt}</p>`}</div>
    ${!certain && others.length > 0 && otherCandidates(others)}
    ${rules && rulesSection(rules)}
    ${lines.length > 0 && markup`<details open><summary>The lines</summary><ol class="log" tabindex="0" aria-label="The lines">${lines.map(logLine)}</ol></details>`}
  </article>`
}

function facts(failure: LoggedFailure): Markup {
  const asked = failure.url ?? failure.path
  const rows: [string, Markup | string][] = [
    ['asked for', asked === null ? '' : markup`<code>${asked}</code>`],
    ['when', whenInWords(failure)],
    ['clients', clientsInWords(failure)],
    ['told by', endsInWords(failure)],
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => value !== '' && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function cause({ entry, by }: FailureCandidate, certain: boolean): Markup {
  const rows: [string, string][] = [
    ['because of', signsInWords(by)],
    ['who acts', `the ${entry.party}`],
    ['to do', entry.remedy],
    ...(certain ? [] : [['to be sure', entry.look] satisfies [string, string]]),
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** Candidates that are told with what tells them apart; the others by their names. */
const toldApart = 5

function otherCandidates(others: readonly FailureCandidate[]): Markup {
  const rest = others.slice(toldApart)
  return markup`<details><summary>${others.length === 1 ? 'One other failure looks' : `${others.length} other failures look`} like this</summary>
    <dl class="candidates">${others.slice(0, toldApart).map(({ entry }) => markup`<dt>${entry.title} <code class="quiet">${entry.id}</code></dt><dd>${entry.look}</dd>`)}</dl>
    ${rest.length > 0 && markup`<p class="quiet">and ${rest.map(({ entry }) => entry.id).join(', ')}</p>`}</details>`
}

function logLine({ file, line, text }: LogLine): Markup {
  return markup`<li><span class="quiet mono">${file}:${line}</span> <code>${text}</code></li>`
}

function rulesSection({ system, site, clients, remarks }: RulesForFailure): Markup {
  return markup`<h4>By the hierarchy${system !== null && site && markup`: <code>${system}</code> of ${site.code}, in ${site.mode} mode`}</h4>
    ${
      clients.length > 0 &&
      markup`<div class="scroll" tabindex="0" role="group" aria-label="What clients may do at ${system}"><table>
    <thead><tr>${['who', 'asks its', 'by', 'by the rule'].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${clients.map((one) => markup`<tr><td>${one.client}</td><td>${roleInWords(one.role)}</td><td>${one.protocol === null ? 'not at all' : markup`<span class="badge ${one.protocol}">${one.protocol.toUpperCase()}</span> on port ${one.port}`}</td><td>${one.sentence} <code class="quiet">${one.rule}</code></td></tr>`)}</tbody></table></div>`
    }
    <ul>${remarks.map((remark) => markup`<li>${remark}</li>`)}</ul>`
}

function filesSection({ files }: LogDiagnosis): Markup {
  return markup`<section id="files" aria-labelledby="files-title"><h2 id="files-title">What was read</h2><div class="card scroll" tabindex="0" role="group" aria-label="Files"><table>
    <thead><tr>${['file', 'kind', 'lines'].map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${files.map(({ file, kind, lines }) => markup`<tr><th scope="row" class="mono">${file}</th><td>${kindOfFile(kind)}</td><td>${lines.toLocaleString('en')}</td></tr>`)}</tbody></table></div></section>`
}
