import { readFileSync } from 'node:fs'
import { outcomes, type Attempt } from '../../evidence/attempt.ts'
import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import type { RecordedHierarchy, Recording } from '../../evidence/recording/recording.ts'
import { shipped } from '../../shipped.ts'
import type { Texts } from '../../texts/english.ts'
import { thousands } from '../../vocabulary/counted.ts'
import { filterFields } from '../filter.ts'
import { shortened } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import { countedByOutcome } from '../tally.ts'
import { attemptIndex } from './attempt-index.ts'
import { createDeferred, type Deferred, type DeferredInLanguages } from './deferred.ts'
import { fleetSection } from './fleet-section.ts'
import { foreignSection } from './foreign-section.ts'
import { happenedIn, hierarchyPicture, legend } from './hierarchy-picture.ts'
import { markup, type Markup } from './markup.ts'
import { between, longHtmlPage } from './page.ts'
import { runSection } from './run-section.ts'
import { summarySection } from './summary-section.ts'
import { tablesSection } from './tables-section.ts'

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

/** Characters of a command in a heading: one that names many files would fill the screen. */
const longestHeading = 160

function heading(command: string, { report }: Texts): Markup {
  return markup`<h1><code>${shortened(command, longestHeading)}</code></h1>
  ${command.length > longestHeading && markup`<details class="quiet"><summary>${report.wholeCommand}</summary><code>${command}</code></details>`}`
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
  const [cutShort, after] = texts.report.cutShort(inSeconds(durationMs))
  yield markup`<header class="top">
  ${heading(commandOf(recording), texts)}
  <p class="quiet">${run && `${run.startedAt}, sitemode ${run.versions.sitemode}, Node ${run.versions.node}, OpenSSL ${run.versions.openssl}`}</p>
  ${!ended && markup`<p class="notice" role="note"><b>${cutShort}</b>${after}</p>`}
  ${timeLost.map((lost) => markup`<p class="notice" role="note">${inSeconds(lost.ms)} s: ${texts.report.timeLost[lost.cause](inSeconds(lost.milliseconds))} ${texts.report.timeLostMeans}</p>`)}
  <nav aria-label="${texts.report.parts}"><ul>${parts(recording, texts).map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${summarySection(recording, attempts, texts)}
${fleet && fleetSection(fleet, texts)}
${hierarchySection(recording, texts)}
${tables && tablesSection(tables, byId, texts)}
${hasForeign(recording) && foreignSection(hierarchies, texts)}
<section id="runs" aria-labelledby="runs-title"><h2 id="runs-title">${runsTitle(recording, texts)}</h2>
  <noscript><p class="notice">${texts.page.needsScript}</p></noscript>
  ${filters(attempts, texts)}
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

function inSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1)
}

function parts(recording: Recording, texts: Texts): (readonly [id: string, name: string])[] {
  const { tables, fleet, hierarchies } = recording
  const { report, page } = texts
  return [
    ['summary', page.summary],
    ...(fleet ? [['fleet', report.fleet] as const] : []),
    ...(hierarchies.length > 0 ? [['hierarchies', report.hierarchies] as const] : []),
    ...(tables ? [['figures', report.figures] as const, ['tables', report.tables] as const] : []),
    ...(hasForeign(recording) ? [['foreign', report.otherPrograms] as const] : []),
    ['runs', runsTitle({ hierarchies }, texts)],
  ]
}

function hasForeign({ hierarchies }: Recording): boolean {
  return hierarchies.some(({ foreign }) => foreign.length > 0)
}

function runsTitle({ hierarchies }: Pick<Recording, 'hierarchies'>, { report }: Texts): string {
  return hierarchies.some(({ scenario }) => scenario !== null) ? report.scenarios : report.attempts
}

/** Each hierarchy once, in the state in which it was first opened, and how the attempts on it ended. */
function hierarchySection({ hierarchies }: Recording, texts: Texts): Markup | false {
  const { report, counts } = texts
  const shown = [...groupBy(hierarchies, ({ opened }) => opened.name).values()]
  return (
    shown.length > 0 &&
    markup`<section id="hierarchies" aria-labelledby="hierarchies-title"><h2 id="hierarchies-title">${shown.length === 1 ? report.hierarchy : report.theHierarchies}</h2>${legend(texts)}
    ${shown.map(([first, ...others], place) => {
      const opened = withLaterClients(first)
      const attempts = [first, ...others].flatMap((run) => run.attempts.map(({ attempt }) => attempt))
      const happened = { ...happenedIn(attempts), traffic: [] }
      const { drawing, below } = hierarchyPicture(opened, texts, `picture-${place}`, happened)
      return markup`<details ${place === 0 && markup`open`}><summary><b>${opened.name}</b> <span class="quiet">${counts.sites(opened.sites.length)}, ${counts.clients(opened.clients.length)}</span></summary><div class="picture card" tabindex="0" role="group" aria-label="${report.pictureOf(opened.name)}">${drawing}${below}</div></details>`
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

function filters(attempts: readonly Attempt[], texts: Texts): Markup {
  const { filter } = texts
  const counts = countedByOutcome(attempts)
  return markup`<form class="filters" id="filters" role="search" aria-label="${filter.attempts}" data-shown-of="${filter.shownOf}" data-shown="${filter.shown}" data-match="${filter.match}">
    <label class="search">${filter.filter}<input type="search" name="filter" list="filter-suggestions" placeholder="client:LAPTOP-1 -protocol:http" autocomplete="off" spellcheck="false"></label>
    <datalist id="filter-suggestions">${suggestionsOf(attempts).map((term) => markup`<option value="${term}"></option>`)}</datalist>
    <fieldset class="chips"><legend>${filter.outcome}</legend>${outcomes
      .filter((outcome) => counts[outcome] > 0)
      .map(
        (outcome) =>
          markup`<label class="chip ${outcome}"><input type="checkbox" name="outcome" value="${outcome}" data-name="${texts.outcomes[outcome]}">${texts.outcomes[outcome]} <span class="quiet">${thousands(counts[outcome])}</span></label>`,
      )}</fieldset>
    <button type="reset">${filter.showAll}</button>
    <output role="status" class="quiet"></output>
  </form>
  <ol class="matches" aria-label="${filter.matching}"></ol>
  <details class="quiet"><summary>${filter.help}</summary>${filterHelp(texts)}</details>`
}

/** The language that filter.ts reads. */
function filterHelp({ filter }: Texts): Markup {
  const code = (written: string): Markup => markup`<code>${written}</code>`
  const fields = filterFields.map((field, place) => markup`${place > 0 && ', '}${code(field)}`)
  return markup`<ul>
  <li>${code('client:LAPTOP-1')}${between(filter.field, markup`${fields}`)}</li>
  <li>${code('client:LAPTOP-*')}${between(filter.any, code('*'), code('code:403'), code('system:mp'))}</li>
  <li>${code('certificate')}${between(filter.word, code('"no answer"'))}</li>
  <li>${code('site:OSL,BGO')}${between(filter.several, code('-protocol:http'))}</li>
</ul>`
}
