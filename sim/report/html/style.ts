/** The style of the report and the live page: light and dark, on a phone, and printed. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --surface: #ffffff; --ink: #1a1f26; --quiet: #59636e; --line: #d5dae1; --hover: #eef1f5;
  --http: #b4450c; --https: #1c57c9; --smb: #7a2bb8; --other: #0d6b63;
  --mixed: #b4450c; --mixed-tint: #fdf0e6; --native: #1c57c9; --native-tint: #e8effc; --nowhere: #59636e; --nowhere-tint: #eceff3;
  --good: #146c36; --bad: #b3201c; --doubt: #8a5a00; --bad-tint: #fdecea; --focus: #1c57c9;
  --doubt-tint: #fbf2dc; --smb-tint: #f3eafa; --other-tint: #e3f3f1;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #101318; --surface: #181c23; --ink: #e7ebf0; --quiet: #a3adb9; --line: #323945; --hover: #222832;
    --http: #ff9a5c; --https: #82aefc; --smb: #c89bff; --other: #5fd0c4;
    --mixed: #ff9a5c; --mixed-tint: #33241a; --native: #82aefc; --native-tint: #1a2740; --nowhere: #a3adb9; --nowhere-tint: #222832;
    --good: #63d588; --bad: #ff8b80; --doubt: #e3b341; --bad-tint: #3a1d1c; --focus: #82aefc;
    --doubt-tint: #342a13; --smb-tint: #2d2138; --other-tint: #152f2c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
main, header.top { overflow-wrap: break-word; }
main { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
header.top { max-width: 76rem; margin: 0 auto; padding: 1.75rem 1.25rem .5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .4rem 0; max-width: 60rem; }
a { color: var(--https); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
code, .mono { font: .87em/1.45 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
blockquote { margin: .25rem 0 .5rem; padding-left: .75em; border-left: 2px solid var(--line); }
.quiet { color: var(--quiet); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--surface); padding: .5rem; z-index: 9; }
.languages { max-width: 76rem; margin: 0 auto; padding: .75rem 1.25rem 0; text-align: right; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: .75rem 0 0; padding: 0; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.15rem; }
.notice { border-left: 4px solid var(--bad); background: var(--bad-tint); padding: .6rem 1rem; border-radius: 4px; margin: 1rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0; }
.tiles div { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: .7rem .9rem; }
.tiles dt { color: var(--quiet); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; line-height: 1.3; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.mark { display: inline-block; width: 1.2em; font-weight: 700; }
.http { color: var(--http); } .https { color: var(--https); } .smb { color: var(--smb); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 .35em; font-size: .78rem; font-weight: 600; line-height: 1.45; white-space: nowrap; color: var(--other); }
.badge.http { color: var(--http); } .badge.https { color: var(--https); } .badge.smb { color: var(--smb); }
.badge.answered { color: var(--good); } .badge.failed, .badge.contradicted { color: var(--bad); } .badge.withheld { color: var(--quiet); border-style: dashed; }

/* tables */
.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--quiet); font-weight: 600; word-break: keep-all; }
.scroll td .mono, .scroll td code { overflow-wrap: break-word; }
tbody th { font-weight: 600; white-space: nowrap; } .brief, .stacks td > code:not(.quiet) { white-space: nowrap; }
td > details > summary { font-weight: 400; }

/* what opens */
details > summary { cursor: pointer; list-style-position: inside; }
details.scenario { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; margin: .5rem 0; padding: 0 1.15rem; }
details.scenario > summary { padding: .65rem 0; }
details.scenario[open] { padding-bottom: 1rem; }
details.scenario > summary .file { display: block; margin-left: 1.2em; }
details.attempt { border-top: 1px solid var(--line); padding: .35rem .25rem; content-visibility: auto; contain-intrinsic-size: auto 2.2rem; }
details.attempt > summary { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; }
details.attempt > summary::before { content: "▸"; color: var(--quiet); width: .8em; }
details.attempt[open] > summary::before { content: "▾"; }
details.attempt:target, details.attempt.found { background: var(--hover); border-radius: 6px; }
details.attempt > div { padding: .5rem 0 .75rem 1.4em; }
.ends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .6rem 1.5rem; margin: .6rem 0; }
.ends dt { font-weight: 600; } .ends dd { margin: 0; }
.diagnosis { border-left: 3px solid var(--bad); padding: .1rem .9rem; margin: .6rem 0; }
ol.stages { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem; margin: .5rem 0; padding: 0; font-size: .86rem; }
ol.stages li { border: 1px solid var(--line); border-radius: 5px; padding: .1rem .5rem; }
ol.stages li.failed { border-color: var(--bad); color: var(--bad); font-weight: 600; } ol.stages li.unreached { color: var(--quiet); border-style: dashed; }
ol.steps { padding-left: 1.6rem; } ol.steps > li { margin: .35rem 0; }
.expected { display: grid; grid-template-columns: max-content max-content 1fr; gap: 0 1rem; font-size: .9rem; margin: .3rem 0; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; } dl.facts dt { color: var(--quiet); } dl.facts dd { margin: 0; }

/* what logs tell */
article.failure { margin: 1rem 0; } article.failure > h3 { margin-top: 0; } h4 { font-size: .92rem; margin: .9rem 0 .3rem; }
article.failure details { margin: .6rem 0; } dl.candidates dt { font-weight: 600; margin-top: .5rem; } dl.candidates dd { margin: 0; }
ol.log { list-style: none; margin: .4rem 0; padding: 0; max-height: 24rem; overflow: auto; } ol.log li { margin: .35rem 0; } ol.log .mono { display: block; }

/* what a switch does */
.fate { --tone: var(--quiet); --tint: var(--nowhere-tint); }
.fate.stranded { --tone: var(--bad); --tint: var(--bad-tint); } .fate.strandedIfUnready { --tone: var(--smb); --tint: var(--smb-tint); }
.fate.awayUntilTold { --tone: var(--doubt); --tint: var(--doubt-tint); } .fate.losesContent { --tone: var(--other); --tint: var(--other-tint); } .fate.fartherContent { --tone: var(--https); --tint: var(--native-tint); }
b.fate { color: var(--tone); } td.number { text-align: right; font-variant-numeric: tabular-nums; }
svg.fates { width: 100%; height: 1.1rem; border-radius: 6px; } svg rect.fate { fill: var(--tone); } svg .fate .share { fill: var(--tint); } svg .fate .edge { fill: var(--tone); }
h1.sentence { font-size: 1.35rem; line-height: 1.4; font-weight: 650; }
ol.phases { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0; padding: 0; } ol.phases li { border: 1px solid var(--line); border-radius: 6px; padding: .35rem .7rem; } ol.phases li.otherwise { border-color: var(--doubt); border-left-width: 4px; }
.wide th, .wide td { overflow-wrap: anywhere; } .wide tbody th { white-space: normal; min-width: 8rem; max-width: 18rem; } .wide thead th { overflow-wrap: normal; }
article.cause { border-top: 1px solid var(--line); margin-top: 1.5rem; } ul.kinds { list-style: none; margin: .4rem 0; padding: 0; }
details.change { border-top: 1px solid var(--line); padding: .5rem .25rem; content-visibility: auto; contain-intrinsic-size: auto 2.2rem; } details.change.found, tr.found { background: var(--hover); }

/* filters */
form.filters { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .4rem .9rem; align-items: center; background: var(--ground); padding: .6rem 0; border-bottom: 1px solid var(--line); }
form.filters .search { display: flex; flex: 1 1 20rem; gap: .6rem; align-items: center; font-size: .85rem; color: var(--quiet); } form.filters .search input { flex: 1; min-width: 0; font-size: 1rem; color: var(--ink); }
form.filters input[aria-invalid="true"] { border-color: var(--bad); }
form.filters fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; } form.filters legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
form.filters output { flex-basis: 100%; font-size: .85rem; } form.filters output:empty { display: none; } output.bad { color: var(--bad); }
.chip { --tone: var(--quiet); display: inline-flex; gap: .35rem; align-items: center; position: relative; border: 1px solid var(--line); border-radius: 999px; padding: 0 .7rem; min-height: 1.9rem; font-size: .85rem; background: var(--surface); cursor: pointer; }
.chip.answered { --tone: var(--good); } .chip.failed, .chip.contradicted { --tone: var(--bad); }
.chip input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; } .chip:has(:checked) { border-color: var(--tone); color: var(--tone); font-weight: 600; background: var(--native-tint); } .chip:has(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
ol.matches { list-style: none; margin: .4rem 0; padding: 0; font-size: .92rem; } ol.matches:empty { display: none; } ol.matches li { padding: .15rem 0; }
html { scroll-padding-top: calc(var(--bar, 4rem) + .5rem); }
select, input, button { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .5rem; min-height: 1.9rem; }
button { cursor: pointer; } button:hover { background: var(--hover); }
[hidden] { display: none !important; }

/* pictures */
.picture { overflow-x: auto; position: relative; padding: .25rem 0; }
svg { font: 12px/1 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; display: block; }
svg text { fill: var(--ink); }
svg.hierarchy { max-width: 100%; height: auto; margin: 0 auto; } @media screen { svg.hierarchy.wide { max-width: none; } }
.picture:has(> svg.hierarchy) { overflow: auto; max-height: max(85vh, 48rem); }
svg .parent { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
svg .site .box { fill: var(--surface); stroke: var(--tone); stroke-width: 1.25; }
svg .site .head { fill: var(--tint); }
svg .site.mixed { --tone: var(--mixed); --tint: var(--mixed-tint); } svg .site.native { --tone: var(--native); --tint: var(--native-tint); } svg .site.nowhere { --tone: var(--nowhere); --tint: var(--nowhere-tint); }
svg .site.nowhere .box { stroke-dasharray: 5 4; }
svg .code { font-weight: 700; font-size: 14px; } svg .mode { fill: var(--tone); font-weight: 600; }
svg .boundary, svg .roles { fill: var(--quiet); font-size: 11px; }
svg .hit { fill: transparent; } svg .client .hit { fill: var(--hover); }
svg .port { fill: var(--other); } svg .port.http { fill: var(--http); } svg .port.https { fill: var(--https); } svg .port.smb { fill: var(--smb); }
svg .broken .name, svg .broken .roles { fill: var(--bad); font-weight: 600; }
svg .client .device { fill: none; stroke: var(--quiet); stroke-width: 1.5; } svg .client.mixed .device { stroke: var(--mixed); } svg .client.native .device { stroke: var(--native); }
svg .roles.wrong { fill: var(--bad); font-weight: 600; } svg .share.answered { fill: var(--good); } svg .share.failed, svg .share.contradicted { fill: var(--bad); } svg .share.withheld { fill: var(--quiet); opacity: .6; }
svg a.group { text-decoration: none; } svg a.group:hover .hit, svg a.group:focus-visible .hit { stroke: var(--focus); } svg a.group:focus-visible { outline: none; }
details.group > summary { padding: .3rem 0; } ul.clients { columns: 11rem; margin: .3rem 0 .8rem; padding: 0; list-style: none; font-size: .88rem; } details.client { border-top: 1px solid var(--line); } details.client > summary { padding: .3rem .25rem; } details.part > details.part, details.part > details.client { margin-left: 1rem; }
svg .traffic { --tone: var(--other); } svg .traffic.http { --tone: var(--http); } svg .traffic.https { --tone: var(--https); } svg .traffic.smb { --tone: var(--smb); }
svg .traffic path { fill: none; stroke: var(--tone); stroke-width: 1.75; opacity: .9; } svg .traffic circle { fill: var(--tone); }
svg .traffic.withheld path { stroke: var(--quiet); stroke-dasharray: 3 4; } svg .traffic.failed path, svg .traffic.contradicted path { stroke: var(--bad); stroke-dasharray: 7 3; } svg .traffic path.cross { stroke-width: 2.5; stroke-dasharray: none; }
svg.sequence { min-width: min(100%, 40rem); }
svg .life { stroke: var(--line); stroke-width: 1.5; } svg .site .life { stroke: var(--tone); opacity: .45; } svg .actor rect { fill: var(--hover); stroke: var(--line); }
svg .note rect { fill: var(--hover); } svg .note text { fill: var(--quiet); } svg .note.failed rect { fill: var(--bad-tint); } svg .note.failed text { fill: var(--bad); font-weight: 600; }
svg .try { --tone: var(--other); text-decoration: none; } svg .try.http { --tone: var(--http); } svg .try.https { --tone: var(--https); } svg .try.smb { --tone: var(--smb); }
svg .try:hover .hit, svg .try:focus-visible .hit { fill: var(--hover); } svg .try:focus-visible { outline: none; } svg .try:focus-visible .hit { stroke: var(--focus); stroke-width: 2; }
svg .try.dimmed { opacity: .2; }
svg .id { font-weight: 600; fill: var(--quiet); } svg .on { font-size: 11.5px; paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; }
svg .row line { stroke: var(--tone); stroke-width: 1.6; } svg .row .tip { fill: var(--tone); }
svg .row.failed line, svg .row .cross { stroke: var(--bad); } svg .row.failed .on, svg .row.text .on { fill: var(--bad); } svg .row .cross { fill: none; stroke-width: 2.5; }
svg .row.withheld line { stroke: var(--quiet); stroke-dasharray: 3 4; } svg .row.withheld .cross { stroke: var(--quiet); } svg .row.withheld .on { fill: var(--quiet); }
figure { margin: 1rem 0; } figcaption { font-size: .92rem; color: var(--quiet); } svg.figure { max-width: 100%; height: auto; } svg text.bad { fill: var(--bad); font-weight: 600; }
svg .on.http { fill: var(--http); } svg .on.https { fill: var(--https); } svg .on.smb { fill: var(--smb); } svg .on { font-weight: 600; } svg .row .on { font-weight: 400; }
section.client { border-top: 1px solid var(--line); margin-top: 1.2rem; } details.part > summary { padding: .4rem 0; }
ul.exchanges { padding-left: 1.1rem; font-size: .9rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .85rem; color: var(--quiet); margin: .3rem 0; padding: 0; list-style: none; }
.legend b { font-weight: 700; }

@media (max-width: 40rem) {
  main, header.top { padding-left: .8rem; padding-right: .8rem; }
  form.filters { position: static; }
  details.scenario { padding: 0 .75rem; }
  .card { padding: .75rem; }
  .wide > table { min-width: 44rem; }
  /* Cells below each other, beside the first one of the row, where that is a number. */
  .stacks tr { display: grid; grid-template-columns: auto 1fr; border-top: 1px solid var(--line); padding: .3rem 0; }
  .stacks :is(th, td) { border-top: 0; padding: .1rem .5rem; grid-column: 1 / -1; } .stacks td.number { grid-column: 1; } .stacks td.number ~ td { grid-column: 2; }
  .stacks thead { position: absolute; clip-path: inset(50%); } .stacks tbody tr:first-child { border-top: 0; }
  svg.hierarchy, svg.sequence, svg.figure { max-width: none; } svg.figure { width: 32rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --surface: #fff; font-size: 11px; }
  .picture:has(> svg.hierarchy) { max-height: none; }
  form.filters, nav, .skip { display: none; }
  details.attempt, details.change { content-visibility: visible; }
  details.scenario, .card, details.attempt, details.change, tr { break-inside: avoid-page; }
  details.scenario { break-inside: auto; }
  svg { max-width: 100%; height: auto; }
  /* Nobody moves a table sideways on paper. */
  .card { padding: .6rem; } table { font-size: .8rem; } th, td { padding: .3rem .25rem; overflow-wrap: anywhere; }
  th { overflow-wrap: break-word; } thead th { word-break: normal; word-break: auto-phrase; } tbody th, td.brief, .stacks td > code:not(.quiet) { white-space: normal; }
}
`
