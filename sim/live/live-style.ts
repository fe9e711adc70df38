import { style } from '../report/html/style.ts'

/** The report's style, and what an application of the window's height has besides. */
export const liveStyle = `${style}
body.live { display: grid; grid-template-rows: auto auto auto minmax(0, 1fr) auto; height: 100dvh; overflow: hidden; font-size: .9rem; }
.live main { display: grid; grid-template-columns: minmax(18rem, 45fr) minmax(24rem, 55fr); grid-row: 4; max-width: none; width: 100%; margin: 0; padding: 0; min-height: 0; }
.live h1 { font-size: 1.05rem; margin: 0; } .live h2 { font-size: 1rem; margin: 0; } .live h3 { font-size: .9rem; margin: .9rem 0 .3rem; }
.live button, .live input, .live select, .live summary { font-size: .86rem; } .live button, .live input, .live select { min-height: 1.75rem; padding: .1rem .55rem; }
.live [aria-pressed="true"] { background: var(--native-tint); border-color: var(--focus); }

/* header, footer */
.live .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1rem; background: var(--surface); border-bottom: 1px solid var(--line); padding: .4rem .9rem; }
.live footer.bar { grid-row: 5; flex-wrap: nowrap; border-bottom: 0; border-top: 1px solid var(--line); padding: .25rem .9rem; } .live footer p { flex: 1; min-width: 0; margin: 0; max-width: none; } .live footer nav { flex: none; }
#said { min-height: 1.4em; color: var(--quiet); } #said.bad, #connection.bad { color: var(--bad); }
#connection { margin: 0; font-size: .82rem; color: var(--quiet); } #connection::before { content: "●"; margin-right: .35em; color: var(--doubt); } #connection.live::before { color: var(--good); } #connection.bad::before { color: var(--bad); }
.counters { display: flex; flex: 1 1 24rem; flex-wrap: wrap; gap: .1rem .9rem; margin: 0 0 0 .3rem; font-size: .82rem; }
.counters div { display: flex; gap: .35em; } .counters dt { order: 1; color: var(--quiet); } .counters dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.counters div:last-child dt { order: 0; }
form.advance { display: flex; gap: .4rem; align-items: center; } form.advance label { color: var(--quiet); font-size: .82rem; } form.advance input { width: 5rem; }
details.menu { position: relative; } details.menu > summary { list-style: none; border: 1px solid var(--line); border-radius: 6px; padding: .2rem .7rem; background: var(--surface); } details.menu > summary::after { content: " ▾"; color: var(--quiet); }
details.menu > ul, #found { position: absolute; z-index: 5; right: 0; margin: .25rem 0 0; padding: .3rem; list-style: none; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 6px 24px rgb(0 0 0 / .18); min-width: 15rem; }
details.menu a, #found button { display: block; width: 100%; padding: .35rem .6rem; border: 0; border-radius: 5px; text-align: left; text-decoration: none; color: var(--ink); background: none; } details.menu a:hover, #found button:hover { background: var(--hover); }

/* timeline */
.timeline { grid-row: 2; display: flex; align-items: center; gap: .6rem; background: var(--surface); border-bottom: 1px solid var(--line); padding: .25rem .9rem; }
.timeline .track { flex: 1; min-width: 0; height: 54px; cursor: crosshair; touch-action: pan-y; } .timeline .tools { display: flex; gap: .3rem; align-items: center; } .timeline label { color: var(--quiet); font-size: .82rem; }
.timeline svg { width: 100%; height: 54px; } .timeline .axis { stroke: var(--line); } .timeline text { fill: var(--quiet); font-size: 10.5px; }
.timeline .m { fill: var(--good); } .timeline .m.failed, .timeline .m.contradicted { fill: var(--bad); } .timeline .m.withheld, .timeline .m.unanswered { fill: var(--quiet); }
.timeline .step { fill: var(--focus); } .timeline .range { fill: var(--focus); opacity: .16; } .timeline .moment { stroke: var(--ink); stroke-width: 1.5; } .timeline .moment.past { stroke: var(--doubt); stroke-width: 2.5; }
.past { grid-row: 3; background: var(--doubt-tint); border-bottom: 1px solid var(--doubt); padding: .3rem .9rem; } .past button { margin-left: .6rem; }

/* picture */
.live .hierarchy { display: flex; flex-direction: column; min-width: 0; min-height: 0; border-right: 1px solid var(--line); }
.live .toolbar { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .5rem; padding: .4rem .9rem; }
.live .find { flex: 1 1 11rem; } .live .find input { width: 100%; }
#found { left: .9rem; right: .9rem; top: 100%; }
.live .picture { flex: 1; overflow: auto; padding: .25rem .9rem; min-height: 0; } .live svg.hierarchy { max-width: none; flex: none; border: 0; }
.live .legend { margin: 0; padding: .35rem .9rem; border-top: 1px solid var(--line); font-size: .78rem; }
.live svg [role="button"] { cursor: pointer; } .live svg [role="button"]:focus-visible { outline: none; } .live svg [role="button"]:focus-visible .hit, .live svg [role="button"]:focus-visible.head { stroke: var(--focus); stroke-width: 2; }
.live svg .system:hover .hit, .live svg .client:hover .hit { fill: var(--native-tint); }
.live svg .site.target .box { stroke-width: 4; } .live .dragged { position: fixed; z-index: 9; pointer-events: none; background: var(--surface); border: 1px solid var(--focus); border-radius: 5px; padding: .1rem .5rem; font-size: .82rem; }
.live.then .picture { background: var(--doubt-tint); }
svg .traffic.fresh { animation: fade 6s forwards; pointer-events: none; }

/* attempts */
.work { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
.tabs { display: flex; gap: .25rem; padding: .4rem .9rem 0; border-bottom: 1px solid var(--line); } .tabs [role="tab"] { border: 0; border-bottom: 2px solid transparent; border-radius: 0; background: none; font-weight: 600; color: var(--quiet); } .tabs [aria-selected="true"] { color: var(--ink); border-bottom-color: var(--focus); }
.pane { flex: 1; display: flex; flex-direction: column; min-height: 0; }
.group { display: inline-flex; gap: .3rem; } .toolbar > .group:last-of-type { margin-left: auto; }
.chips { display: inline-flex; flex-wrap: wrap; gap: .25rem; border: 0; margin: 0; padding: 0; min-width: 0; }
.live .chip { min-height: 1.6rem; padding: 0 .6rem; font-size: .8rem; } .chip.withheld, .chip.unanswered { --tone: var(--ink); }
#filter .find { flex-basis: 60%; } #filter-problem { flex-basis: 100%; margin: 0; font-size: .82rem; } #filter-problem:empty { display: none; }
.list { flex: 1 1 40%; min-height: 6rem; overflow: auto; border-top: 1px solid var(--line); background: var(--surface); }
.list table { font-size: .84rem; } .list th, .list td { padding: .22rem .5rem; border-top: 0; border-bottom: 1px solid var(--line); vertical-align: baseline; white-space: nowrap; }
.list thead th { position: sticky; top: 0; z-index: 1; background: var(--surface); } .list thead button { border: 0; background: none; padding: 0; min-width: 1.5rem; min-height: 1.5rem; text-align: left; color: var(--quiet); font-weight: 600; }
.list [aria-sort="ascending"] button::after { content: " ↑"; } .list [aria-sort="descending"] button::after { content: " ↓"; }
.list tbody tr { cursor: pointer; } .list tbody tr:hover { background: var(--hover); } .list tbody tr.open { background: var(--native-tint); } .list tbody tr.later { background: var(--ground); color: var(--quiet); } .list tbody tr.later .badge { filter: grayscale(1); }
.list tbody button { border: 0; background: none; padding: 0 .1rem; min-width: 1.5rem; min-height: 1.5rem; color: inherit; font-weight: 600; } .list td.keep, .list tbody th { padding-top: 0; padding-bottom: 0; } .list .keep { width: 1.6rem; padding-right: 0; } .list .keep button { color: var(--quiet); } .list .keep [aria-pressed="true"] { color: var(--doubt); }
.list .time { font-variant-numeric: tabular-nums; color: var(--quiet); } .list .client, .list .system { max-width: 14rem; overflow: hidden; text-overflow: ellipsis; } .list .why { color: var(--quiet); width: 100%; max-width: 0; min-width: 9rem; overflow: hidden; text-overflow: ellipsis; }
#kept tr { background: var(--doubt-tint); } #kept:not(:empty) { border-bottom: 2px solid var(--line); } #more { margin: .5rem; }
.badge.foreign { color: var(--smb); } .badge.unanswered { color: var(--quiet); } .live .badge { font-size: .72rem; }
.count { margin: 0; padding: .2rem .9rem; font-size: .8rem; border-top: 1px solid var(--line); max-width: none; }

/* details */
.details { flex: 1 1 60%; display: flex; flex-direction: column; min-height: 0; border-top: 2px solid var(--focus); background: var(--surface); }
.details .toolbar { padding: .25rem .9rem; border-bottom: 1px solid var(--line); } .details .content { overflow: auto; padding: .3rem .9rem 1rem; min-height: 0; }
.details details.attempt { border: 0; padding: 0; content-visibility: visible; } .details details.attempt > summary::before, .details details.attempt > summary > b.mono { display: none; } .details details.attempt > div { padding: .3rem 0; }
.details details.exchange { border-top: 1px solid var(--line); padding: .35rem 0; } .details .facts { font-size: .84rem; grid-template-columns: minmax(5rem, max-content) minmax(0, 1fr); }
.live pre { margin: .3rem 0; padding: .5rem .7rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; overflow: auto; font: .8rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
.command { position: relative; } .command button { position: absolute; right: .4rem; top: .4rem; } .command pre { padding-right: 11rem; min-height: 2.6rem; }

/* scenario */
#scenario { padding: 0 .9rem .6rem; overflow: auto; gap: .3rem; } #scenario .toolbar { padding: .5rem 0 0; } #scenario > label { color: var(--quiet); font-size: .82rem; }
#scenario-text { flex: 1 0 10rem; width: 100%; resize: vertical; font: .82rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .7rem; tab-size: 2; }
#scenario-said:empty { display: none; } #scenario-said .bad { margin: .1rem 0; } #scenario-steps { margin: .2rem 0; padding: 0; list-style: none; } #scenario-steps:empty { display: none; }
#scenario-steps li { display: grid; grid-template-columns: 1.4rem 3.5rem 1fr; padding: .15rem .2rem; border-bottom: 1px solid var(--line); } #scenario-steps .why { grid-column: 3; } #scenario-steps li.next { background: var(--hover); }
#steps { flex: 1 0 5rem; max-height: 40%; } #steps:empty::after { content: attr(data-empty); color: var(--quiet); }

/* menu */
#menu { width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 3rem); overflow: auto; border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; background: var(--surface); color: var(--ink); box-shadow: 0 12px 48px rgb(0 0 0 / .3); } #menu::backdrop { background: rgb(0 0 0 / .3); }
#menu header p { margin: .1rem 0 .6rem; } #menu fieldset { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem .6rem; align-items: end; border: 0; border-top: 1px solid var(--line); margin: 0; padding: .5rem 0 .7rem; } #menu legend { float: left; grid-column: 1 / -1; font-weight: 600; padding: 0; font-size: .88rem; }
#menu label { display: grid; gap: .1rem; font-size: .82rem; color: var(--quiet); } #menu label.check { display: flex; gap: .4rem; align-items: center; min-height: 1.75rem; } #menu label.check input { min-height: 0; } #menu select, #menu input { width: 100%; color: var(--ink); } #menu label.check input { width: auto; }
#menu fieldset.buttons { display: flex; flex-wrap: wrap; } #menu fieldset.buttons legend { flex-basis: 100%; } #menu fieldset > button { justify-self: start; } #menu-problem { color: var(--bad); } #menu-problem:empty { display: none; }
#menu ul.clients { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem; padding: 0; margin: 0; }
#menu form[method="dialog"] { position: sticky; bottom: -1rem; margin: 0 -1.15rem -1rem; padding: .5rem 1.15rem .8rem; background: var(--surface); text-align: right; }

@keyframes fade { 0%, 60% { opacity: 1; } 100% { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { svg .traffic.fresh { animation: none; } }
@media (max-width: 56rem) {
  body.live { display: block; height: auto; overflow: auto; }
  .live main { display: block; } .live .hierarchy { border-right: 0; border-bottom: 1px solid var(--line); } .live .picture { max-height: 55dvh; }
  .list { max-height: 70dvh; } .list .time, .list thead th:nth-child(3) { display: none; } .list th, .list td { padding: .3rem .35rem; } .list .why { min-width: 16rem; }
  .timeline { flex-wrap: wrap; } .timeline .track { flex-basis: 100%; } .counters { flex-basis: 100%; order: 5; } form.advance input { width: 3.6rem; } #downloads { margin-left: auto; } .command pre { padding-right: .7rem; } .command button { position: static; }
  .live footer.bar { position: sticky; bottom: 0; } .details { position: fixed; inset: 15dvh 0 0; z-index: 6; box-shadow: 0 -6px 24px rgb(0 0 0 / .3); }
}
`
