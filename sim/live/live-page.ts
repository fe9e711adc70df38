import type { Hierarchy } from '../model/hierarchy.ts'
import { foreignHeadings } from '../report/html/foreign-section.ts'
import { legend } from '../report/html/hierarchy-picture.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { style } from '../report/html/style.ts'
import { relation } from '../scenario/expectation.ts'
import { plainActions } from '../scenario/steps/steps.ts'
import { faults, revocationListFaults } from '../vocabulary/fault.ts'
import { otherHosts } from '../vocabulary/network.ts'
import { siteModeNames } from '../vocabulary/site-mode.ts'
import { siteSystemRoleNames } from '../vocabulary/site-system-role.ts'
import { english } from '../texts/english.ts'

/** The page as it is first sent; events fill it. Its style and script have URLs beside it. */
export function livePage({ name, sites, clients, packages }: Hierarchy): string {
  const primary = sites.filter(({ kind }) => kind === 'primary').map(({ code }) => code)
  const systems = [
    ...sites.flatMap((site) => site.systems.map((system) => system.name)),
    ...otherHosts.keys(),
  ]
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="live.css">
<title>${name}, live</title>
</head>
<body class="live">
<a class="skip" href="#attempts">Skip to the attempts</a>
<header class="top"><h1>${name}</h1><p class="quiet" id="connection" role="status">connecting…</p></header>
<main>
<dl class="tiles" id="counters"></dl>
<section class="card" aria-labelledby="hierarchy-title"><h2 id="hierarchy-title">The hierarchy</h2>
  <div class="picture" id="picture" tabindex="0" role="group" aria-label="Picture of the hierarchy"></div>${legend}</section>
<section class="controls" aria-labelledby="controls-title"><h2 id="controls-title">What happens next</h2>
  <p id="said" role="status" aria-live="polite" class="quiet">Each of these is a step of a scenario.</p>
  <div class="forms">
  ${
    clients.length > 0 &&
    clientForms(
      clients.map((client) => client.name),
      packages.map(({ id }) => id),
    )
  }
  <form data-step="setMode"><fieldset><legend>A site’s mode</legend>
    <label>Site ${select('site', primary)}</label><label>Mode ${select('mode', siteModeNames.toReversed())}</label><button>Switch</button></fieldset></form>
  <form data-step="break"><fieldset><legend>A system’s faults</legend>
    <label>System ${select('system', systems)}</label><label>Fault ${select('fault', [...faults, ...revocationListFaults])}</label>
    <button value="break">Break</button><button value="repair">Repair</button><button value="replace">Replace</button></fieldset></form>
  <form data-step="advance"><fieldset><legend>The clock</legend>
    <label>Ahead by <input name="number" type="number" min="1" max="100000" value="25" required></label><label>Unit ${select('unit', ['h', 'd', 'm'])}</label><button>Advance</button></fieldset></form>
  </div>
</section>
<section id="attempts" aria-labelledby="attempts-title"><h2 id="attempts-title">Attempts, the newest first</h2>
  <div class="card scroll" tabindex="0" role="group" aria-label="Attempts"><table><thead><tr><th scope="col">id</th><th scope="col">at</th><th scope="col">client</th><th scope="col">by</th><th scope="col">turned to</th><th scope="col">why there</th><th scope="col">outcome</th><th scope="col">why</th></tr></thead><tbody id="rows"></tbody></table></div></section>
<section aria-labelledby="foreign-title"><h2 id="foreign-title">Connections of other programs, the newest first</h2>
  <div class="card scroll" tabindex="0" role="group" aria-label="Connections of other programs"><table><thead><tr>${foreignHeadings(english)}</tr></thead><tbody id="foreign"></tbody></table></div></section>
<section aria-labelledby="steps-title"><h2 id="steps-title">As a scenario</h2>
  <pre class="card" id="steps" tabindex="0" role="group" aria-label="The steps so far, in YAML"></pre></section>
</main>
<script src="live.js"></script>
</body>
</html>
`.html
}

const actions = markup`<select name="action">${plainActions.map(
  (action) => markup`<option value="${JSON.stringify(action)}">${Object.keys(action)}</option>`,
)}</select>`

function clientForms(clients: readonly string[], packages: readonly string[]): Markup {
  const client = markup`<label>Client ${select('client', clients)}</label>`
  return markup`
  <form data-step="move"><fieldset><legend>A client moves</legend>${client}
    <label>To address <input name="address" placeholder="10.1.4.20" autocomplete="off"></label><label>or AD site <input name="activeDirectorySite" autocomplete="off"></label>
    <label class="check"><input type="checkbox" name="internet"> the Internet</label><button>Move</button></fieldset></form>
  <form data-step="contact"><fieldset><legend>A client turns to a system</legend>${client}
    <label>Role ${select('contact', siteSystemRoleNames)}</label><label>Of the site ${select('relation', relation.options)}</label>
    <label class="check"><input type="checkbox" name="force"> whatever its rules say</label><button>Contact</button></fieldset></form>
  <form data-step="action"><fieldset><legend>A client acts</legend>${client}
    <label>It does ${actions}</label><button>Act</button></fieldset></form>
  ${
    packages.length > 0 &&
    markup`<form data-step="getContent"><fieldset><legend>A client gets content</legend>${client}
    <label>Package ${select('getContent', packages)}</label><button>Get</button></fieldset></form>`
  }`
}

function select(name: string, values: readonly string[]): Markup {
  return markup`<select name="${name}">${values.map((value) => markup`<option>${value}</option>`)}</select>`
}

/** The report's style, and the additions of the live page. */
export const liveStyle = `${style}
.live h2 { margin-top: 1.25rem; } .live .card > h2 { margin-top: 0; }
.live .tiles { margin: .5rem 0 1rem; } .live .tiles dd { font-size: 1.25rem; }
.forms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: .75rem; }
.forms fieldset { display: grid; gap: .45rem; align-content: start; height: 100%; margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: .5rem .9rem .9rem; }
.forms legend { font-weight: 600; padding: 0 .3rem; }
.forms label { display: grid; grid-template-columns: 5.5rem 1fr; align-items: center; gap: .5rem; font-size: .9rem; color: var(--quiet); }
.forms label.check { grid-template-columns: max-content 1fr; } .forms label input, .forms label select { min-width: 0; color: var(--ink); }
.forms button { justify-self: start; font-weight: 600; }
.forms form[data-step="break"] fieldset { grid-template-columns: max-content 1fr; } .forms form[data-step="break"] label, .forms form[data-step="break"] legend { grid-column: 1 / -1; }
#said { min-height: 1.6em; } #said.bad { color: var(--bad); } #steps { overflow-x: auto; min-height: 3rem; font-size: .85rem; }
#rows tr:first-child { animation: arrive 1.2s ease-out; }
svg .traffic.fresh { animation: fade 6s forwards; }
@keyframes arrive { from { background: var(--hover); } }
@keyframes fade { 0%, 60% { opacity: 1; } 100% { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { #rows tr:first-child { animation: none; } svg .traffic.fresh { animation: none; } }
`
