import { style } from '../report/html/style.ts'

/** What the live page has besides what the report has. */
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
