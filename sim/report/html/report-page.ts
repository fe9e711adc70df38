import { readFileSync } from 'node:fs'
import { outcomes, type Attempt } from '../../evidence/attempt.ts'
import type { Recording } from '../../evidence/recording/recording.ts'
import { timeLostInWords } from '../../evidence/time-lost.ts'
import { shipped } from '../../shipped.ts'
import type { Texts } from '../../texts/english.ts'
import { createDeferred, jsonScript, type Deferred, type DeferredInLanguages } from './deferred.ts'
import { fleetSection } from './fleet-section.ts'
import { foreignSection } from './foreign-section.ts'
import { hierarchyPicture, legend } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'
import { longHtmlPage } from './page.ts'
import { runSection } from './run-section.ts'
import { summarySection } from './summary-section.ts'
import { tablesSection } from './tables-section.ts'
import { counted } from '../../vocabulary/counted.ts'

/** A recording as a report for people: one file that needs nothing but a browser, piece by piece. */
export function reportPage(recording: Recording): Iterable<string> {
  const deferred = createDeferred()
  return longHtmlPage({
    title: commandOf(recording),
    skipTo: ({ page }) => ['summary', page.summary],
    script,
    body: (texts) => bodyOf(recording, deferred.inNextLanguage(), texts),
    data: () => dataOf(recording, deferred),
  })
}

function commandOf({ run }: Recording): string {
  return `sitemode ${run?.command.join(' ') ?? ''}`
}

function* bodyOf(recording: Recording, deferred: Deferred, texts: Texts): Iterable<Markup> {
  const { run, hierarchies, tables, fleet, timeLost, ended, durationMs } = recording
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const sections = hierarchies.map((one, number) => runSection(one, number, deferred, texts))
  yield markup`<header class="top">
  <h1><code>${commandOf(recording)}</code></h1>
  <p class="quiet">${run && `${run.startedAt}, sitemode ${run.versions.sitemode}, Node ${run.versions.node}, OpenSSL ${run.versions.openssl}`}</p>
  ${!ended && markup`<p class="notice" role="note"><b>This run was cut short</b> after ${(durationMs / 1000).toFixed(1)} s. What follows is what had been recorded by then.</p>`}
  ${timeLost.map((lost) => markup`<p class="notice" role="note">By ${(lost.ms / 1000).toFixed(1)} s, ${timeLostInWords(lost)}. It is the machine's doing: times around it say nothing about a site system.</p>`)}
  <nav aria-label="Parts of this report"><ul>${parts(recording).map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${summarySection(recording, attempts)}
${fleet && fleetSection(fleet, texts)}
${hierarchySection(recording)}
${tables && tablesSection(tables, byId, texts)}
${hasForeign(recording) && foreignSection(hierarchies, texts)}
<section id="runs" aria-labelledby="runs-title"><h2 id="runs-title">${runsTitle(recording)}</h2>
  <noscript><p class="notice">What opens below needs JavaScript.</p></noscript>
  ${filters(attempts)}
  ${sections}
</section>
</main>
`
}

function* dataOf(recording: Recording, deferred: DeferredInLanguages): Iterable<Markup> {
  yield* deferred.all()
  yield markup`
${jsonScript('attempts', index(recording))}`
}

const script = readFileSync(shipped('dist/sim/report/html/browser/report.js'), 'utf8')

function parts(recording: Recording): [id: string, name: string][] {
  const { tables, fleet, hierarchies } = recording
  return [
    ['summary', 'Summary'],
    ...(fleet ? [['fleet', 'Fleet'] satisfies [string, string]] : []),
    ...(hierarchies.length > 0 ? [['hierarchies', 'Hierarchies'] satisfies [string, string]] : []),
    ...(tables
      ? [['figures', 'Figures'] satisfies [string, string], ['tables', 'Tables'] satisfies [string, string]]
      : []),
    ...(hasForeign(recording) ? [['foreign', 'Other programs'] satisfies [string, string]] : []),
    ['runs', runsTitle({ hierarchies })],
  ]
}

function hasForeign({ hierarchies }: Recording): boolean {
  return hierarchies.some(({ foreign }) => foreign.length > 0)
}

function runsTitle({ hierarchies }: Pick<Recording, 'hierarchies'>): string {
  return hierarchies.some(({ scenario }) => scenario !== null) ? 'Scenarios' : 'Attempts'
}

/** Each hierarchy once, in the state in which it was first opened. */
function hierarchySection({ hierarchies }: Recording): Markup | false {
  const shown = hierarchies
    .map(({ opened }) => opened)
    .filter(({ name }, place, all) => all.findIndex((one) => one.name === name) === place)
  return (
    shown.length > 0 &&
    markup`<section id="hierarchies" aria-labelledby="hierarchies-title"><h2 id="hierarchies-title">${shown.length === 1 ? 'The hierarchy' : 'The hierarchies'}</h2>${legend}
    ${shown.map((one, place) => markup`<details ${place === 0 && markup`open`}><summary><b>${one.name}</b> <span class="quiet">${counted(one.sites.length, 'site')}, ${counted(one.clients.length, 'client')}</span></summary><div class="picture card" tabindex="0" role="group" aria-label="Picture of ${one.name}">${hierarchyPicture(one)}</div></details>`)}</section>`
  )
}

function filters(attempts: readonly Attempt[]): Markup {
  const choices = (of: (attempt: Attempt) => string | null): Markup[] =>
    [...new Set(attempts.map(of))]
      .filter((one) => one !== null)
      .sort()
      .map((one) => markup`<option>${one}</option>`)
  return markup`<form class="filters" aria-label="Filter the attempts">
    <label>Client<br><select name="client"><option value="">all</option>${choices(({ client }) => client)}</select></label>
    <label>Site<br><select name="site"><option value="">all</option>${choices(({ site }) => site)}</select></label>
    <fieldset><legend>Outcome</legend>${outcomes.map((outcome) => markup`<label><input type="checkbox" name="outcome" value="${outcome}" checked>${outcome}</label>`)}</fieldset>
    <button type="reset">Show all</button>
    <output role="status" class="quiet"></output>
  </form>`
}

/** The page's script filters by these: id, run, client, site and outcome of each attempt, in order. */
function index({
  hierarchies,
}: Recording): [id: string, run: number, client: string, site: string, outcome: string][] {
  return hierarchies.flatMap(({ attempts }, run) =>
    attempts.map(({ attempt: { id, client, site, outcome } }): [string, number, string, string, string] => [
      id,
      run,
      client,
      site ?? '',
      outcome,
    ]),
  )
}
