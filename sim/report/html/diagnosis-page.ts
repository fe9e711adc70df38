import type { FailureCandidate, LogDiagnosis, LoggedFailure, ReadFile } from '../../diagnose/failure.ts'
import type { RulesForFailure } from '../../diagnose/rules-for-failure.ts'
import type { LogLine } from '../../logs/statement.ts'
import { english, type Texts } from '../../texts/english.ts'
import { thousands } from '../../vocabulary/counted.ts'
import {
  clientsInWords,
  clocksInWords,
  endsInWords,
  headingOf,
  howSure,
  signsInWords,
  whenInWords,
} from '../diagnosis-in-words.ts'
import { markup, type Markup } from './markup.ts'
import { between, htmlPage, table } from './page.ts'

/** What logs tell of failures, as a page: one file that needs nothing but a browser. */
export function diagnosisPage(diagnosis: LogDiagnosis): string {
  // A command.
  const title = `sitemode diagnose ${namesOf(diagnosis.files)}`
  return htmlPage({
    title,
    skipTo: (texts) => ['failures', texts.diagnosis.failures],
    body: (texts) => markup`<header class="top">
  <h1>${texts.diagnosis.title}</h1>
  <p class="quiet"><code>${title}</code></p>
</header>
<main>
${summary(diagnosis, texts)}
${failuresSection(diagnosis, texts)}
${filesSection(diagnosis, texts)}
</main>`,
  })
}

/** Of many files the first; all of them are listed at the end. */
const namedFiles = 3

function namesOf(files: readonly ReadFile[]): string {
  const more = files.length - namedFiles
  const names = files.slice(0, namedFiles).map(({ file }) => file)
  return [...names, ...(more > 0 ? [english.diagnosis.andMore(more)] : [])].join(' ')
}

function summary({ failures, files, unread, leftOut, clocks }: LogDiagnosis, texts: Texts): Markup {
  const { diagnosis } = texts
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const tiles: [string, number][] = [
    [diagnosis.requestsFailed, sum(failures.map(({ count }) => count))],
    [diagnosis.ways, failures.length],
    [diagnosis.files, files.length],
    [diagnosis.lines, sum(files.map(({ lines }) => lines))],
    [diagnosis.notUnderstood, unread],
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">${texts.page.summary}</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${thousands(value)}</dd></div>`)}</dl>
    ${clocks && clocksInWords(clocks, texts) !== undefined && markup`<p>${clocksInWords(clocks, texts)}</p>`}
    ${leftOut > 0 && markup`<p class="notice" role="note">${diagnosis.leftOut(leftOut)}</p>`}
    ${failures.length > 0 && overview(failures, texts)}
  </section>`
}

function overview(failures: readonly LoggedFailure[], texts: Texts): Markup {
  const { diagnosis } = texts
  const rows = failures.map((failure, place) => {
    const [first] = failure.candidates
    return markup`<tr><td class="number">${thousands(failure.count)}</td><td><a href="#failure-${place + 1}">${failure.hosts[0] ?? diagnosis.unnamedServer}</a></td><td>${first ? `${howSure(failure, texts)}: ${texts.failure(first.entry).title}` : diagnosis.nothingLikeIt}</td><td>${first && texts.parties[first.entry.party]}</td></tr>`
  })
  const headings = [diagnosis.times, diagnosis.at, diagnosis.whatItIs, diagnosis.whoActs]
  return markup`<h3>${diagnosis.atAGlance}</h3>${table(diagnosis.failuresAtAGlance, headings, rows, 'stacks')}`
}

function failuresSection({ failures }: LogDiagnosis, texts: Texts): Markup {
  const { diagnosis } = texts
  return markup`<section id="failures" aria-labelledby="failures-title"><h2 id="failures-title">${diagnosis.failuresTitle}</h2>
${failures.length === 0 && markup`<p>${diagnosis.noFailure}</p>`}
${failures.map((failure, place) => failureArticle(failure, place, texts))}
</section>`
}

function failureArticle(failure: LoggedFailure, place: number, texts: Texts): Markup {
  const { diagnosis } = texts
  const { candidates, lines, rules, certain } = failure
  const [first, ...others] = candidates
  return markup`<article class="card failure" id="failure-${place + 1}" aria-labelledby="failure-${place + 1}-title">
    <h3 id="failure-${place + 1}-title">${headingOf(failure, texts)}</h3>
    ${facts(failure, texts)}
    <div class="diagnosis">${first ? markup`<p>${howSure(failure, texts)}: <b>${texts.failure(first.entry).title}</b> <code class="quiet">${first.entry.id}</code></p>${cause(first, certain, texts)}` : markup`<p>${diagnosis.nothingLikeIt}</p>`}</div>
    ${!certain && others.length > 0 && otherCandidates(others, texts)}
    ${rules && rulesSection(rules, texts)}
    ${lines.length > 0 && markup`<details open><summary>${diagnosis.theLines}</summary><ol class="log" tabindex="0" aria-label="${diagnosis.theLines}">${lines.map(logLine)}</ol></details>`}
  </article>`
}

function facts(failure: LoggedFailure, texts: Texts): Markup {
  const { diagnosis } = texts
  const asked = failure.url ?? failure.path
  const rows: [string, Markup | string][] = [
    [diagnosis.askedFor, asked === null ? '' : markup`<code>${asked}</code>`],
    [diagnosis.when, whenInWords(failure, texts)],
    [diagnosis.clients, clientsInWords(failure, texts)],
    [diagnosis.toldBy, endsInWords(failure, texts)],
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => value !== '' && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function cause({ entry, by }: FailureCandidate, certain: boolean, texts: Texts): Markup {
  const { diagnosis } = texts
  const { remedy, look } = texts.failure(entry)
  const rows: [string, string][] = [
    [diagnosis.becauseOf, signsInWords(by)],
    [diagnosis.whoActs, diagnosis.theParty(texts.parties[entry.party])],
    [diagnosis.toDo, remedy],
    ...(certain ? [] : [[diagnosis.toBeSure, look] satisfies [string, string]]),
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** Candidates that are told with what tells them apart; the others by their names. */
const toldApart = 5

function otherCandidates(others: readonly FailureCandidate[], texts: Texts): Markup {
  const rest = others.slice(toldApart)
  const told = others.slice(0, toldApart).map(({ entry }) => {
    const { title, look } = texts.failure(entry)
    return markup`<dt>${title} <code class="quiet">${entry.id}</code></dt><dd>${look}</dd>`
  })
  return markup`<details><summary>${texts.diagnosis.othersLookLikeThis(others.length)}</summary>
    <dl class="candidates">${told}</dl>
    ${rest.length > 0 && markup`<p class="quiet">${texts.diagnosis.and(rest.map(({ entry }) => entry.id).join(', '))}</p>`}</details>`
}

function logLine({ file, line, text }: LogLine): Markup {
  return markup`<li><span class="quiet mono">${file}:${line}</span> <code>${text}</code></li>`
}

function rulesSection({ system, site, clients, remarks }: RulesForFailure, texts: Texts): Markup {
  const { diagnosis } = texts
  const where =
    system !== null &&
    site &&
    markup`: ${between(diagnosis.systemOf(site.code, texts.modes[site.mode]), markup`<code>${system}</code>`)}`
  const rows = clients.map(
    ({ client, role, protocol, port, rule, sentence }) =>
      markup`<tr><td lang="en">${client}</td><td>${texts.role(role)}</td><td>${protocol === null ? diagnosis.notAtAll : markup`<span class="badge ${protocol}">${protocol.toUpperCase()}</span>${port !== null && diagnosis.onPort(port)}`}</td><td>${texts.rule(rule, sentence)} <code class="quiet">${rule}</code></td></tr>`,
  )
  const headings = [diagnosis.who, diagnosis.asksIts, diagnosis.by, diagnosis.byTheRule]
  return markup`<h4>${diagnosis.byTheHierarchy}${where}</h4>
    ${clients.length > 0 && table(diagnosis.mayDoAt(system ?? ''), headings, rows, 'bare')}
    <ul lang="en">${remarks.map((remark) => markup`<li>${remark}</li>`)}</ul>`
}

function filesSection({ files }: LogDiagnosis, { diagnosis }: Texts): Markup {
  const rows = files.map(
    ({ file, kind, lines }) =>
      markup`<tr><th scope="row" class="mono">${file}</th><td>${diagnosis.kinds[kind]}</td><td>${thousands(lines)}</td></tr>`,
  )
  const headings = [diagnosis.file, diagnosis.kind, diagnosis.lines]
  return markup`<section id="files" aria-labelledby="files-title"><h2 id="files-title">${diagnosis.whatWasRead}</h2>${table(diagnosis.files, headings, rows)}</section>`
}
