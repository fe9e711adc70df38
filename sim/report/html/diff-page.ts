import type { AttemptChange, Change, Diff, Side } from '../diff/compare.ts'
import {
  changeInWords,
  changesByPart,
  describedLines,
  failureOf,
  gistOf,
  idsInWords,
  marksOfChange,
  nameOf,
  rowsOf,
  subjectOf,
  targetInWords,
  verdictOnDiff,
} from '../diff/diff-in-words.ts'
import { markup, type Markup } from './markup.ts'
import { htmlPage, table } from './page.ts'

/** What ended in another way, as a page: one file that needs nothing but a browser, and no script. */
export function diffPage(diff: Diff): string {
  const { before, after, changes } = diff
  const title = `sitemode diff ${nameOf(before)} ${nameOf(after)}`
  const numbers = new Map(changes.map((change, place) => [change, place + 1]))
  const numberOf = (change: Change): number => numbers.get(change) ?? 0
  return htmlPage({
    title,
    skipTo: changes.length > 0 ? ['changes', 'changes'] : ['summary', 'summary'],
    body: markup`<header class="top">
  <h1>What ended in another way</h1>
  <p class="quiet"><code>${title}</code></p>
  ${[before, after].filter(({ cutShort }) => cutShort).map(notice)}
</header>
<main>
${summarySection(diff, numberOf)}
${changes.length > 0 && markup`<div id="changes" tabindex="-1">${changesByPart(diff).map((part) => partMarkup(part, numberOf))}</div>`}
</main>`,
  })
}

function notice({ recording }: Side): Markup {
  return markup`<p class="notice" role="note">The run of <code>${recording}</code> was cut short: what it lacks, it may never have come to.</p>`
}

function summarySection(diff: Diff, numberOf: (change: Change) => number): Markup {
  const { before, changes, summary } = diff
  const { compared } = summary
  const comparedTiles: [string, number][] =
    before.plan === null
      ? [
          ['scenarios compared', compared.scenarios],
          ['steps compared', compared.steps],
          ['cells compared', compared.cells],
        ]
      : [
          ['groups compared', compared.groups],
          ['checks compared', compared.checks],
        ]
  const tiles: [string, number][] = [
    ['ended in another way', summary.changed],
    ['added', summary.added],
    ['missing', summary.missing],
    ...comparedTiles,
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value.toLocaleString('en')}</dd></div>`)}</dl>
    <p>${verdictOnDiff(diff)} <span class="quiet">Times, ports and addresses are not compared.</span></p>
    ${diff.described.length > 0 && markup`<h3>The hierarchy was described differently</h3><ul>${describedLines(diff).map((line) => markup`<li>${line}</li>`)}</ul>`}
    ${changes.length > 0 && overview(diff, numberOf)}
    ${summary.clients.length > 0 && clientsTable(diff)}
  </section>`
}

function overview(diff: Diff, numberOf: (change: Change) => number): Markup {
  const { before } = diff
  const rows = changesByPart(diff).flatMap(({ title, changes }) =>
    changes.map(
      (change) =>
        markup`<tr><td>${mark(change)} <a href="#change-${numberOf(change)}">${subjectOf(change)}</a></td><td>${title}</td><td>${change.client}</td><td>${gistOf(change)}</td></tr>`,
    ),
  )
  return markup`<h3>At a glance</h3>${table('The changes at a glance', [before.plan === null ? 'step or cell' : 'item', 'in', 'client', 'what became of it'], rows)}`
}

function clientsTable({ summary }: Diff): Markup {
  const rows = summary.clients.map(
    ({ client, changes }) => markup`<tr><th scope="row">${client}</th><td>${changes}</td></tr>`,
  )
  return markup`<h3>Clients</h3>${table('Clients', ['client', 'changes'], rows)}`
}

function partMarkup(
  { title, of, changes }: ReturnType<typeof changesByPart>[number],
  numberOf: (change: Change) => number,
): Markup {
  return markup`<h2>${title} <code class="quiet">${of}</code></h2>
    ${changes.map((change) => changeMarkup(change, numberOf(change)))}`
}

function changeMarkup(change: Change, number: number): Markup {
  const { kind, place, attempts } = change
  return markup`<article class="card failure" id="change-${number}" aria-labelledby="change-${number}-title">
    <h3 id="change-${number}-title">${mark(change)} ${subjectOf(change)} <code class="quiet">${place}</code></h3>
    ${kind !== 'changed' && markup`<p>${gistOf(change)}</p>`}
    ${factsTable(change, subjectOf(change))}
    ${kind === 'changed' && attempts.map(attemptMarkup)}
  </article>`
}

function attemptMarkup(change: AttemptChange): Markup {
  const entry = failureOf(change)
  const heading = targetInWords(change)
  return markup`<h4>${heading} <span class="quiet mono">${idsInWords(change)}</span></h4>
    ${factsTable(change, heading)}
    ${entry && markup`<div class="diagnosis"><p><b>${entry.title}</b> <code class="quiet">${entry.id}</code></p><p><b>To do</b> (${entry.party}): ${entry.remedy}</p></div>`}`
}

function factsTable(change: Pick<Change, 'before' | 'after'>, name: string): Markup | false {
  const rows = rowsOf(change).map(
    ({ field, before, after }) =>
      markup`<tr><th scope="row">${field}</th><td>${before}</td><td>${after}</td></tr>`,
  )
  return rows.length > 0 && table(name, ['fact', 'before', 'after'], rows, '')
}

const classes: Readonly<Record<Change['kind'], string>> = { changed: 'doubt', added: 'good', missing: 'bad' }

function mark(change: Change): Markup {
  const { kind } = change
  return markup`<span class="mark ${classes[kind]}" aria-hidden="true">${marksOfChange[kind]}</span><span class="visually-hidden">${changeInWords(change)}: </span>`
}
