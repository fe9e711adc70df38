import { outcomes } from '../evidence/attempt.ts'
import { foreignOutcomes } from '../evidence/foreign-connection.ts'
import { legend } from '../report/html/hierarchy-picture.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import type { Texts } from '../texts/english.ts'
import { languages, languageTags, type Language } from '../texts/texts.ts'

interface Shell {
  language: Language
  /** The hierarchy's name. */
  name: string
  /** Packets are kept, and can be downloaded. */
  hasCapture: boolean
}

/** The page as it is first sent; events fill it. Its style and script have URLs beside it. */
export function livePage({ language, name, hasCapture }: Shell): string {
  const texts = languages[language]
  const { live } = texts
  const downloads = [
    ['scenario.yaml', live.scenarioFile],
    ['recording.ndjson', live.recording],
    ['requests.har', live.archive],
    ...(hasCapture ? [['capture.pcapng', live.capture]] : []),
  ]
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="live.css">
<title>${live.title(name)}</title>
</head>
<body class="live" data-texts="${JSON.stringify(live.script)}">
<a class="skip" href="#search">${texts.page.skipTo(live.skipTo)}</a>
<header class="bar">
  <h1>${name}</h1>
  <p id="connection" role="status">${live.script.connecting}</p>
  <dl class="counters" id="counters"></dl>
  <form class="advance" data-step="{}"><label>${live.advanceBy} <input name="advance" value="25 h" size="6" required autocomplete="off"></label><button>${live.advance}</button></form>
  <details class="menu" id="downloads"><summary>${live.download}</summary><ul>${downloads.map(([file, what]) => markup`<li><a href="${file}" download>${what}</a></li>`)}</ul></details>
</header>
${timeline(texts)}
<main>
  ${picturePane(texts)}
  <section class="work" aria-label="${live.whatHappens}">
    <div class="tabs" role="tablist" aria-label="${live.whatHappens}">
      <button type="button" role="tab" id="tab-attempts" aria-controls="attempts" aria-selected="true">${live.attempts}</button>
      <button type="button" role="tab" id="tab-scenario" aria-controls="scenario" aria-selected="false" tabindex="-1">${live.scenario}</button>
    </div>
    ${attemptsPane(texts)}
    ${scenarioPane(texts)}
  </section>
</main>
<footer class="bar"><p id="said" role="status" aria-live="polite">${live.hint}</p>${languageSwitch(language)}</footer>
<dialog id="menu" aria-labelledby="menu-title"><div id="menu-content"></div><p id="menu-problem" role="alert"></p><form method="dialog"><button id="menu-close">${live.close}</button></form></dialog>
<script src="live.js"></script>
</body>
</html>
`.html
}

function timeline({ live }: Texts): Markup {
  return markup`<section class="timeline" aria-label="${live.timeline}">
  <div class="track" id="timeline" role="slider" tabindex="0" aria-label="${live.moment}" aria-valuemin="0" aria-valuemax="0" aria-valuenow="0" aria-valuetext="${live.script.nothingYet}"></div>
  <div class="tools">
    <label>${live.by} <select id="timeline-clock"><option value="recordedAt">${live.machineClock}</option><option value="at">${live.simulationClock}</option></select></label>
    <button type="button" id="zoom-out" aria-label="${live.zoomOut}">−</button><button type="button" id="zoom-in" aria-label="${live.zoomIn}">+</button><button type="button" id="zoom-all">${live.all}</button>
    <button type="button" id="range-clear" hidden>${live.anyTime}</button>
  </div>
</section>
<div class="past" id="past" role="status" hidden><span id="past-words"></span> <button type="button" id="now">${live.backToNow}</button></div>`
}

function picturePane(texts: Texts): Markup {
  const { live } = texts
  return markup`<section class="hierarchy" aria-label="${live.hierarchy}">
  <div class="toolbar">
    <label class="find"><span class="visually-hidden">${live.find}</span><input type="search" id="find" placeholder="${live.findHint}" autocomplete="off" spellcheck="false" aria-controls="found"></label>
    <button type="button" id="picture-smaller" aria-label="${live.smaller}">−</button><button type="button" id="picture-larger" aria-label="${live.larger}">+</button><button type="button" id="picture-fit">${live.fit}</button>
    <ul id="found" aria-label="${live.found}" hidden></ul>
  </div>
  <div class="picture" id="picture" tabindex="0" role="group" aria-label="${live.picture}"></div>
  ${legend(texts)}
</section>`
}

/** The outcomes that a row can have, each once. */
const shownOutcomes = [...new Set([...outcomes, ...foreignOutcomes])]

/** The columns that the list is sorted by, by the fields of a row. */
const columns = ['id', 'at', 'client', 'protocol', 'system', 'outcome', 'text'] as const

function attemptsPane(texts: Texts): Markup {
  const { live, filter } = texts
  const chip = (value: string) => [value, value.toUpperCase()] as const
  return markup`<div class="pane" id="attempts" role="tabpanel" aria-labelledby="tab-attempts">
  <form class="toolbar" id="filter" role="search" aria-label="${live.attempts}">
    <label class="find"><span class="visually-hidden">${filter.filter}</span><input type="search" id="search" placeholder="outcome:failed client:LAPTOP-* -protocol:smb" autocomplete="off" spellcheck="false" aria-describedby="filter-problem"></label>
    <span class="group"><button type="button" id="pause" aria-pressed="false">${live.script.pause}</button><button type="button" id="clear">${live.clear}</button></span>
    ${chips(
      filter.outcome,
      'outcome',
      shownOutcomes.map((outcome) => [outcome, texts.outcomes[outcome]]),
    )}
    ${chips(live.protocol, 'protocol', ['http', 'https', 'smb'].map(chip))}
    ${chips(live.madeBy, 'maker', Object.entries(live.makers))}
    <p id="filter-problem" class="bad" role="status"></p>
  </form>
  <div class="list" id="list" tabindex="0" role="group" aria-label="${live.list}"><table><thead><tr><th scope="col"><span class="visually-hidden">${live.kept}</span></th>${columns.map(
    (field) =>
      markup`<th scope="col" aria-sort="${field === 'id' ? 'descending' : 'none'}"><button type="button" data-sort="${field}">${live.columns[field]}</button></th>`,
  )}</tr></thead><tbody id="kept"></tbody><tbody id="rows"></tbody></table>
  <button type="button" id="more" hidden>${live.more}</button></div>
  <p class="count quiet" id="count" role="status"></p>
  <section class="details" id="details" aria-label="${live.details}" hidden>
    <div class="toolbar"><h2 id="details-title" class="mono"></h2><span class="group"><button type="button" id="newer" aria-label="${live.rowAbove}">↑</button><button type="button" id="older" aria-label="${live.rowBelow}">↓</button><button type="button" id="close-details" aria-label="${live.closeDetails}">✕</button></span></div>
    <div class="content" id="details-content" tabindex="0" role="group" aria-label="${live.bothEnds}"></div>
  </section>
</div>`
}

function scenarioPane({ live }: Texts): Markup {
  return markup`<div class="pane" id="scenario" role="tabpanel" aria-labelledby="tab-scenario" hidden>
  <div class="toolbar">
    <label class="file">${live.openFile} <input type="file" id="scenario-file" accept=".yaml,.yml"></label>
    <span class="group"><button type="button" id="scenario-run">${live.runAll}</button><button type="button" id="scenario-step">${live.runOne}</button><button type="button" id="scenario-again">${live.fromTheTop}</button></span>
  </div>
  <label for="scenario-text">${live.stepsInYaml}</label>
  <textarea id="scenario-text" spellcheck="false" aria-describedby="scenario-said"></textarea>
  <div id="scenario-said" role="status"></div>
  <ol id="scenario-steps" aria-label="${live.stepsOfScenario}"></ol>
  <div class="toolbar"><h2 id="steps-title">${live.stepsSoFar}</h2><span class="group"><button type="button" id="steps-edit">${live.edit}</button></span></div>
  <pre id="steps" tabindex="0" role="group" aria-labelledby="steps-title" data-empty="${live.noStepsYet}"></pre>
</div>`
}

/** Boxes of which each lets rows through that have its value; none of a group lets all through. */
function chips(
  legend: string,
  name: string,
  values: readonly (readonly [value: string, name: string])[],
): Markup {
  return markup`<fieldset class="chips"><legend class="visually-hidden">${legend}</legend>${values.map(
    ([value, title]) =>
      markup`<label class="chip ${value}"><input type="checkbox" name="${name}" value="${value}">${title}</label>`,
  )}</fieldset>`
}

/** Leads to the page in each other language. */
function languageSwitch(language: Language): Markup {
  const others = languageTags.filter((tag) => tag !== language)
  return markup`<nav aria-label="${languages[language].page.language}">${others.map((tag) => markup`<a href="?lang=${tag}" lang="${tag}" hreflang="${tag}">${languages[tag].language}</a> `)}</nav>`
}
