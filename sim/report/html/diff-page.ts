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
import type { Texts } from '../../texts/english.ts'
import { thousands } from '../../vocabulary/counted.ts'
import { remedyParagraph } from './attempt-details.ts'
import { markup, type Markup } from './markup.ts'
import { between, htmlPage, table } from './page.ts'

/** What ended in another way, as a page: one file that needs nothing but a browser. */
export function diffPage(diff: Diff): string {
  const { before, after, changes } = diff
  const title = `sitemode diff ${nameOf(before)} ${nameOf(after)}`
  const numbers = new Map(changes.map((change, place) => [change, place + 1]))
  const numberOf = (change: Change): number => numbers.get(change) ?? 0
  return htmlPage({
    title,
    skipTo: (texts) =>
      changes.length > 0 ? ['changes', texts.diff.changes] : ['summary', texts.diff.summary],
    body: (texts) => markup`<header class="top">
  <h1>${texts.diff.title}</h1>
  <p class="quiet"><code>${title}</code></p>
  ${[before, after].filter(({ cutShort }) => cutShort).map((side) => notice(side, texts))}
</header>
<main>
${summarySection(diff, numberOf, texts)}
${changes.length > 0 && markup`<div id="changes" tabindex="-1" role="group" aria-label="${texts.diff.changes}">${changesByPart(diff, texts).map((part) => partMarkup(part, numberOf, texts))}</div>`}
</main>`,
  })
}

function notice({ recording }: Side, { diff }: Texts): Markup {
  return markup`<p class="notice" role="note">${between(diff.cutShort, markup`<code>${recording}</code>`)}</p>`
}

function summarySection(diff: Diff, numberOf: (change: Change) => number, texts: Texts): Markup {
  const words = texts.diff
  const { before, changes, summary } = diff
  const { compared } = summary
  const comparedTiles: [string, number][] =
    before.plan === null
      ? [
          [words.scenariosCompared, compared.scenarios],
          [words.stepsCompared, compared.steps],
          [words.cellsCompared, compared.cells],
        ]
      : [
          [words.groupsCompared, compared.groups],
          [words.checksCompared, compared.checks],
        ]
  const tiles: [string, number][] = [
    [words.changed, summary.changed],
    [words.added, summary.added],
    [words.missing, summary.missing],
    ...comparedTiles,
  ]
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">${texts.page.summary}</h2>
    <dl class="tiles">${tiles.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${thousands(value)}</dd></div>`)}</dl>
    <p>${verdictOnDiff(diff, texts)} <span class="quiet">${words.notCompared}</span></p>
    ${diff.described.length > 0 && markup`<h3>${words.describedDifferently}</h3><ul>${describedLines(diff, texts).map((line) => markup`<li>${line}</li>`)}</ul>`}
    ${changes.length > 0 && overview(diff, numberOf, texts)}
    ${summary.clients.length > 0 && clientsTable(diff, texts)}
  </section>`
}

function overview(diff: Diff, numberOf: (change: Change) => number, texts: Texts): Markup {
  const words = texts.diff
  const { before } = diff
  const rows = changesByPart(diff, texts).flatMap(({ title, changes }) =>
    changes.map(
      (change) =>
        markup`<tr><td>${mark(change, texts)} <a href="#change-${numberOf(change)}">${subjectOf(change, texts)}</a></td><td>${title}</td><td>${change.client}</td><td>${gistOf(change, texts)}</td></tr>`,
    ),
  )
  const subject = before.plan === null ? words.stepOrCell : words.item
  const headings = [subject, words.in, words.client, words.becameOfIt]
  return markup`<h3>${words.atAGlance}</h3>${table(words.changesAtAGlance, headings, rows, 'stacks')}`
}

function clientsTable({ summary }: Diff, { diff: words }: Texts): Markup {
  const rows = summary.clients.map(
    ({ client, changes }) => markup`<tr><th scope="row">${client}</th><td>${changes}</td></tr>`,
  )
  return markup`<h3>${words.clients}</h3>${table(words.clients, [words.client, words.changesOfClient], rows)}`
}

function partMarkup(
  { title, of, changes }: ReturnType<typeof changesByPart>[number],
  numberOf: (change: Change) => number,
  texts: Texts,
): Markup {
  return markup`<h2>${title} <code class="quiet">${of}</code></h2>
    ${changes.map((change) => changeMarkup(change, numberOf(change), texts))}`
}

function changeMarkup(change: Change, number: number, texts: Texts): Markup {
  const { kind, place, attempts } = change
  return markup`<article class="card failure" id="change-${number}" aria-labelledby="change-${number}-title">
    <h3 id="change-${number}-title">${mark(change, texts)} ${subjectOf(change, texts)} <code class="quiet">${place}</code></h3>
    ${kind !== 'changed' && markup`<p>${gistOf(change, texts)}</p>`}
    ${factsTable(change, subjectOf(change, texts), texts)}
    ${kind === 'changed' && attempts.map((one) => attemptMarkup(one, texts))}
  </article>`
}

function attemptMarkup(change: AttemptChange, texts: Texts): Markup {
  const entry = failureOf(change)
  const heading = targetInWords(change, texts)
  return markup`<h4>${heading} <span class="quiet mono">${idsInWords(change, texts)}</span></h4>
    ${factsTable(change, heading, texts)}
    ${entry && markup`<div class="diagnosis"><p><b>${texts.failure(entry).title}</b> <code class="quiet">${entry.id}</code></p>${remedyParagraph(entry, texts)}</div>`}`
}

function factsTable(change: Pick<Change, 'before' | 'after'>, name: string, texts: Texts): Markup | false {
  const words = texts.diff
  const rows = rowsOf(change, texts).map(
    ({ field, before, after }) =>
      markup`<tr><th scope="row">${field}</th><td>${before}</td><td>${after}</td></tr>`,
  )
  return rows.length > 0 && table(name, [words.fact, words.before, words.after], rows, 'bare')
}

const classes: Readonly<Record<Change['kind'], string>> = { changed: 'doubt', added: 'good', missing: 'bad' }

function mark(change: Change, texts: Texts): Markup {
  const { kind } = change
  return markup`<span class="mark ${classes[kind]}" aria-hidden="true">${marksOfChange[kind]}</span><span class="visually-hidden">${changeInWords(change, texts)}: </span>`
}
