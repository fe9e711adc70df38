import { outcomes } from '../evidence/attempt.ts'
import { foreignOutcomes } from '../evidence/foreign-connection.ts'
import { legend } from '../report/html/hierarchy-picture.ts'
import { markup, type Markup } from '../report/html/markup.ts'

interface Shell {
  /** The hierarchy's name. */
  name: string
  /** What can be downloaded: a file's name, and what it is. */
  downloads: readonly (readonly [file: string, what: string])[]
}

/** The page as it is first sent; events fill it. Its style and script have URLs beside it. */
export function livePage({ name, downloads }: Shell): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="live.css">
<title>${name}, live</title>
</head>
<body class="live">
<a class="skip" href="#search">Skip to the attempts</a>
<header class="bar">
  <h1>${name}</h1>
  <p id="connection" role="status">connecting…</p>
  <dl class="counters" id="counters"></dl>
  <form class="advance" data-step="{}"><label>Clock ahead by <input name="advance" value="25 h" size="6" required autocomplete="off"></label><button>Advance</button></form>
  <details class="menu" id="downloads"><summary>Download</summary><ul>${downloads.map(([file, what]) => markup`<li><a href="${file}" download>${what}</a></li>`)}</ul></details>
</header>
${timeline}
<main>
  ${picturePane}
  <section class="work" aria-label="What happens">
    <div class="tabs" role="tablist" aria-label="What happens">
      <button type="button" role="tab" id="tab-attempts" aria-controls="attempts" aria-selected="true">Attempts</button>
      <button type="button" role="tab" id="tab-scenario" aria-controls="scenario" aria-selected="false" tabindex="-1">Scenario</button>
    </div>
    ${attemptsPane}
    ${scenarioPane}
  </section>
</main>
<footer class="bar"><p id="said" role="status" aria-live="polite">Choose a client, a site or a system in the picture for what it can do.</p></footer>
<dialog id="menu" aria-labelledby="menu-title"><div id="menu-content"></div><p id="menu-problem" role="alert"></p><form method="dialog"><button id="menu-close">Close</button></form></dialog>
<script src="live.js"></script>
</body>
</html>
`.html
}

const timeline = markup`<section class="timeline" aria-label="Timeline">
  <div class="track" id="timeline" role="slider" tabindex="0" aria-label="Moment" aria-valuemin="0" aria-valuemax="0" aria-valuenow="0" aria-valuetext="nothing has happened yet"></div>
  <div class="tools">
    <label>By <select id="timeline-clock"><option value="recordedAt">the machine’s clock</option><option value="at">the simulation’s clock</option></select></label>
    <button type="button" id="zoom-out" aria-label="Zoom out">−</button><button type="button" id="zoom-in" aria-label="Zoom in">+</button><button type="button" id="zoom-all">All</button>
    <button type="button" id="range-clear" hidden>Any time</button>
  </div>
</section>
<div class="past" id="past" role="status" hidden><span id="past-words"></span> <button type="button" id="now">Back to now</button></div>`

const picturePane = markup`<section class="hierarchy" aria-label="The hierarchy">
  <div class="toolbar">
    <label class="find"><span class="visually-hidden">Find a client, site or system</span><input type="search" id="find" placeholder="Client, site or system…" autocomplete="off" spellcheck="false" aria-controls="found"></label>
    <button type="button" id="picture-smaller" aria-label="Smaller picture">−</button><button type="button" id="picture-larger" aria-label="Larger picture">+</button><button type="button" id="picture-fit">Fit</button>
    <ul id="found" aria-label="Found" hidden></ul>
  </div>
  <div class="picture" id="picture" tabindex="0" role="group" aria-label="Picture of the hierarchy"></div>
  ${legend}
</section>`

/** The outcomes that a row can have, each once. */
const shownOutcomes = [...new Set([...outcomes, ...foreignOutcomes])]

/** The columns that the list is sorted by, with the field of each. */
const columns = [
  ['id', 'id'],
  ['at', 'at'],
  ['client', 'client'],
  ['protocol', 'by'],
  ['system', 'turned to'],
  ['outcome', 'outcome'],
  ['text', 'why'],
] as const

const attemptsPane = markup`<div class="pane" id="attempts" role="tabpanel" aria-labelledby="tab-attempts">
  <form class="toolbar" id="filter" role="search" aria-label="Attempts">
    <label class="find"><span class="visually-hidden">Filter</span><input type="search" id="search" placeholder="outcome:failed client:LAPTOP-* -protocol:smb" autocomplete="off" spellcheck="false" aria-describedby="filter-problem"></label>
    <span class="group"><button type="button" id="pause" aria-pressed="false">Pause</button><button type="button" id="clear">Clear</button></span>
    ${chips('Outcome', 'outcome', shownOutcomes)}
    ${chips('Protocol', 'protocol', ['http', 'https', 'smb'])}
    ${chips('Made by', 'maker', ['clients', 'other programs'])}
    <p id="filter-problem" class="bad" role="status"></p>
  </form>
  <div class="list" id="list" tabindex="0" role="group" aria-label="List of attempts"><table><thead><tr><th scope="col"><span class="visually-hidden">kept</span></th>${columns.map(
    ([field, title]) =>
      markup`<th scope="col" aria-sort="${field === 'id' ? 'descending' : 'none'}"><button type="button" data-sort="${field}">${title}</button></th>`,
  )}</tr></thead><tbody id="kept"></tbody><tbody id="rows"></tbody></table>
  <button type="button" id="more" hidden>Show more</button></div>
  <p class="count quiet" id="count" role="status"></p>
  <section class="details" id="details" aria-label="Details" hidden>
    <div class="toolbar"><h2 id="details-title" class="mono"></h2><span class="group"><button type="button" id="newer" aria-label="Row above">↑</button><button type="button" id="older" aria-label="Row below">↓</button><button type="button" id="close-details" aria-label="Close the details">✕</button></span></div>
    <div class="content" id="details-content" tabindex="0" role="group" aria-label="Both ends"></div>
  </section>
</div>`

const scenarioPane = markup`<div class="pane" id="scenario" role="tabpanel" aria-labelledby="tab-scenario" hidden>
  <div class="toolbar">
    <label class="file">Open a file <input type="file" id="scenario-file" accept=".yaml,.yml"></label>
    <span class="group"><button type="button" id="scenario-run">Run all</button><button type="button" id="scenario-step">Run one step</button><button type="button" id="scenario-again">From the top</button></span>
  </div>
  <label for="scenario-text">Steps, in YAML</label>
  <textarea id="scenario-text" spellcheck="false" aria-describedby="scenario-said"></textarea>
  <div id="scenario-said" role="status"></div>
  <ol id="scenario-steps" aria-label="Steps of the scenario"></ol>
  <div class="toolbar"><h2 id="steps-title">Steps so far</h2><span class="group"><button type="button" id="steps-edit">Edit</button></span></div>
  <pre id="steps" tabindex="0" role="group" aria-labelledby="steps-title"></pre>
</div>`

/** Boxes of which each lets rows through that have its value; none of a group lets all through. */
function chips(legend: string, name: string, values: readonly string[]): Markup {
  return markup`<fieldset class="chips"><legend class="visually-hidden">${legend}</legend>${values.map(
    (value) =>
      markup`<label class="chip ${value}"><input type="checkbox" name="${name}" value="${value}">${value}</label>`,
  )}</fieldset>`
}
