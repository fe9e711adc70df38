import { readFileSync } from 'node:fs'
import { outcomes, type Attempt } from '../../evidence/attempt.ts'
import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { RecordedHierarchy, Recording } from '../../evidence/recording/recording.ts'
import { timeLostInWords } from '../../evidence/time-lost.ts'
import { shipped } from '../../shipped.ts'
import type { Texts } from '../../texts/english.ts'
import { filterFields } from '../filter.ts'
import { groupBy } from '../lists.ts'
import { countedByOutcome } from '../tally.ts'
import { attemptIndex } from './attempt-index.ts'
import { createDeferred, type Deferred, type DeferredInLanguages } from './deferred.ts'
import { fleetSection } from './fleet-section.ts'
import { foreignSection } from './foreign-section.ts'
import { happenedIn, hierarchyPicture, legend } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'
import { longHtmlPage } from './page.ts'
import { runSection } from './run-section.ts'
import { summarySection } from './summary-section.ts'
import { tablesSection } from './tables-section.ts'
import { counted } from '../../vocabulary/counted.ts'

/** A recording as a report for people: one file that needs nothing but a browser, piece by piece. */
export function reportPage(recording: Recording): Iterable<string> {
  const deferred = createDeferred()
  const attempts = recording.hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  return longHtmlPage({
    title: commandOf(recording),
    skipTo: ({ page }) => ['summary', page.summary],
    script,
    body: (texts) => bodyOf(recording, attempts, deferred.inNextLanguage(), texts),
    data: () => dataOf(attempts, deferred),
  })
}

function commandOf({ run }: Recording): string {
  return `sitemode ${run?.command.join(' ') ?? ''}`
}

function* bodyOf(
  recording: Recording,
  attempts: readonly Attempt[],
  deferred: Deferred,
  texts: Texts,
): Iterable<Markup> {
  const { run, hierarchies, tables, fleet, timeLost, ended, durationMs } = recording
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

function* dataOf(attempts: readonly Attempt[], deferred: DeferredInLanguages): Iterable<Markup> {
  yield* deferred.all()
  yield markup`
${attemptIndex(attempts)}`
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

/** Each hierarchy once, in the state in which it was first opened, and how the attempts on it ended. */
function hierarchySection({ hierarchies }: Recording): Markup | false {
  const shown = [...groupBy(hierarchies, ({ opened }) => opened.name).values()]
  return (
    shown.length > 0 &&
    markup`<section id="hierarchies" aria-labelledby="hierarchies-title"><h2 id="hierarchies-title">${shown.length === 1 ? 'The hierarchy' : 'The hierarchies'}</h2>${legend}
    ${shown.map(([first, ...others], place) => {
      const opened = withLaterClients(first)
      const attempts = [first, ...others].flatMap((run) => run.attempts.map(({ attempt }) => attempt))
      const happened = { ...happenedIn(attempts), traffic: [] }
      return markup`<details ${place === 0 && markup`open`}><summary><b>${opened.name}</b> <span class="quiet">${counted(opened.sites.length, 'site')}, ${counted(opened.clients.length, 'client')}</span></summary><div class="picture card" tabindex="0" role="group" aria-label="Picture of ${opened.name}">${hierarchyPicture(opened, `picture-${place}`, happened)}</div></details>`
    })}</section>`
  )
}

/** A hierarchy as it was opened, with the clients that appeared when a step first had to do with them. */
function withLaterClients({ opened, lines }: RecordedHierarchy): HierarchyShown {
  const clients = new Map(opened.clients.map((client) => [client.name, client]))
  for (const line of lines) {
    if (line.type === 'client' && !clients.has(line.client.name)) clients.set(line.client.name, line.client)
  }
  return { ...opened, clients: [...clients.values()] }
}

/** Each outcome and diagnosis that there is, as terms that the search field suggests. */
function suggestionsOf(attempts: readonly Attempt[]): string[] {
  const seen = (field: 'outcome' | 'protocol' | 'diagnosis'): string[] =>
    [...new Set(attempts.map((attempt) => attempt[field]))].flatMap((value) =>
      value === null ? [] : [`${field}:${value}`],
    )
  return [...seen('outcome'), ...seen('protocol'), ...seen('diagnosis')]
}

function filters(attempts: readonly Attempt[]): Markup {
  const counts = countedByOutcome(attempts)
  return markup`<form class="filters" id="filters" role="search" aria-label="Filter the attempts">
    <label class="search">Filter<input type="search" name="filter" list="filter-suggestions" placeholder="client:LAPTOP-1 -protocol:http" autocomplete="off" spellcheck="false"></label>
    <datalist id="filter-suggestions">${suggestionsOf(attempts).map((term) => markup`<option value="${term}"></option>`)}</datalist>
    <fieldset class="chips"><legend>Outcome</legend>${outcomes
      .filter((outcome) => counts[outcome] > 0)
      .map(
        (outcome) =>
          markup`<label class="chip ${outcome}"><input type="checkbox" name="outcome" value="${outcome}" checked>${outcome} <span class="quiet">${counts[outcome]}</span></label>`,
      )}</fieldset>
    <button type="reset">Show all</button>
    <output role="status" class="quiet"></output>
  </form>
  <ol class="matches" aria-label="The first attempts that match"></ol>
  <details class="quiet"><summary>What the filter understands</summary>${filterHelp}</details>`
}

/** The language that filter.ts reads. */
const filterHelp = markup`<ul>
  <li><code>client:LAPTOP-1</code>: the field has this value. Fields: ${filterFields.map((field, place) => markup`${place > 0 && ', '}<code>${field}</code>`)}.</li>
  <li><code>client:LAPTOP-*</code>: <code>*</code> stands for any characters. <code>code:403</code> finds 403.7, and <code>system:mp</code> finds mp.contoso.test.</li>
  <li><code>certificate</code>: a word, anywhere. <code>"no answer"</code>: a text as it stands.</li>
  <li><code>site:OSL,BGO</code>: any of several. <code>-protocol:http</code>: not this. Terms between spaces must all match.</li>
</ul>`
