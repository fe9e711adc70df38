import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import { counted } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import {
  actInWords,
  causesOf,
  changeInWords,
  clientsCounted,
  groupInWords,
  groupName,
  spansOf,
  thousands,
  trialInWords,
  turnOf,
  type CauseOfChanges,
  type Trial,
} from '../plan-in-words.ts'
import {
  planCauses,
  type PlanChange,
  type PlanEnding,
  type PlanKind,
  type PlanResult,
} from '../plan-result.ts'
import { attemptDetails } from './attempt-details.ts'
import type { Deferred } from './deferred.ts'
import { markup, type Markup } from './markup.ts'
import { table } from './page.ts'

/** Everything that the parts of a plan's page look up. */
export interface PlanShown {
  result: PlanResult
  attempts: ReadonlyMap<string, Attempt>
  /** From 1, in the order of the result. */
  numberOf: (change: PlanChange) => number
  deferred: Deferred
}

export function planShown(result: PlanResult, deferred: Deferred): PlanShown {
  const numbers = new Map(result.changes.map((change, place) => [change, place + 1]))
  return {
    result,
    attempts: new Map(result.attempts.map((attempt) => [attempt.id, attempt])),
    numberOf: (change) => numbers.get(change) ?? 0,
    deferred,
  }
}

/** Rows that a table shows at once; further ones open. */
const atOnce = 20

/** Too many columns for a phone: the table keeps its width, and is moved sideways. */
const wide = 'card wide'

/** A table whose first rows are there at once. */
export function longTable(
  name: string,
  headings: readonly string[],
  rows: readonly Markup[],
  deferred: Deferred,
): Markup {
  const rest = rows.slice(atOnce)
  return markup`${table(name, headings, rows.slice(0, atOnce), wide)}
    ${rest.length > 0 && deferred.details(markup`class="part"`, markup`${thousands(rest.length)} more`, () => table(`${name}, continued`, headings, rest, wide))}`
}

/** What ended in another way, by cause; the causes of strandings first. */
export function changesSection(shown: PlanShown): Markup {
  return markup`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">What changes, by cause</h2>
    <noscript><p class="notice">What opens below needs JavaScript.</p></noscript>
    ${causesOf(shown.result.changes).map((cause) => causeArticle(cause, shown))}
    ${diagnosesList(shown.result.changes)}
  </section>`
}

function causeArticle({ cause, kinds, changes, remedies }: CauseOfChanges, shown: PlanShown): Markup {
  const id = `cause-${cause}`
  const title = planCauses[cause]
  return markup`<article class="cause" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    <ul class="kinds">${kinds.map((one) => markup`<li>${mark(one.kind)}<b>${changeInWords(one)}</b></li>`)}</ul>
    ${remedies.length > 0 && remediesTable(title, remedies)}
    ${longTable(
      `Changes: ${title}`,
      ['what changes', 'for', 'before', 'after', 'shown by'],
      changes.map((change) => changeRow(change, shown)),
      shown.deferred,
    )}
    ${shown.deferred.details(
      markup`class="part"`,
      markup`${counted(changes.length, 'change')} phase by phase`,
      () => markup`${changes.map((change) => changeDetails(change, shown))}`,
    )}
  </article>`
}

const marks: Readonly<Record<PlanKind, readonly [mark: string, kind: 'bad' | 'doubt']>> = {
  stranded: ['✗', 'bad'],
  strandedIfUnready: ['?', 'bad'],
  awayUntilTold: ['!', 'doubt'],
  losesContent: ['✗', 'doubt'],
  fartherContent: ['→', 'doubt'],
  delayedContent: ['!', 'doubt'],
  contentInterrupted: ['!', 'doubt'],
  losesState: ['✗', 'doubt'],
}

function mark(kind: PlanKind): Markup {
  const [sign, color] = marks[kind]
  return markup`<span class="mark ${color}" aria-hidden="true">${sign}</span>`
}

function remediesTable(title: string, remedies: CauseOfChanges['remedies']): Markup {
  const rows = remedies.map(
    (remedy) =>
      markup`<tr><td>${remedy.do}</td><td>${clientsCounted(remedy.clients)}</td><td>${trial(remedy, remedy.clients)}</td></tr>`,
  )
  return markup`<h4>What helps</h4>${table(`Remedies: ${title}`, ['to do', 'for', 'tried'], rows)}<h4>Before and after</h4>`
}

function trial(remedy: Trial, of: number): Markup {
  const { verified, leaves, strands } = remedy
  const kind = verified === null ? 'quiet' : !verified || strands ? 'bad' : leaves === 0 ? 'good' : 'doubt'
  return markup`<span class="${kind}">${trialInWords(remedy, of)}</span>`
}

function changeRow(change: PlanChange, shown: PlanShown): Markup {
  const { kind, group, example, before } = change
  const turn = turnOf(change, shown.result.phases)
  return markup`<tr><td>${mark(kind)}<a href="#change-${shown.numberOf(change)}">${changeInWords(change)}</a><br>${actInWords(change)}</td><td><a href="#group-${group.number}">${groupName(group)}</a><br><span class="quiet">such as <code>${example}</code></span></td><td>${ending(before)}</td><td>${turn && markup`<span class="quiet">${turn.phases}:</span> ${ending(turn.ending)}`}</td><td>${attemptLinks(change, shown)}</td></tr>`
}

function ending({ outcome, protocol, system, site }: PlanEnding): Markup {
  return markup`<span class="badge ${protocol}">${protocol.toUpperCase()}</span> <span class="badge ${outcome}">${outcome}</span><br><code>${system ?? 'no system'}</code>${site !== null && markup` <span class="quiet">of ${site}</span>`}`
}

function attemptLinks({ attempts: ids }: PlanChange, { attempts }: PlanShown): Markup {
  return markup`${ids.map((id) =>
    attempts.has(id)
      ? markup`<a class="mono" href="#${id}">${id}</a> `
      : markup`<span class="mono">${id}</span> `,
  )}`
}

/** One change with everything that is known of it. */
function changeDetails(change: PlanChange, shown: PlanShown): Markup {
  const { kind, group, clients, example, remedies } = change
  const number = shown.numberOf(change)
  return shown.deferred.details(
    markup`class="change" id="change-${number}"`,
    markup`${mark(kind)}<b>${changeInWords(change)}</b>: ${actInWords(change)}; <span class="quiet">${groupName(group)}</span>`,
    () => markup`<p>${groupInWords(group)}. <span class="quiet">For example <code>${example}</code>.</span></p>
      ${phasesList(change, shown)}
      ${because(change, shown)}
      <p>Shown by ${attemptLinks(change, shown)}</p>
      ${remedies.length > 0 && markup`<ul>${remedies.map((remedy) => markup`<li>${remedy.do} ${trial(remedy, clients)}</li>`)}</ul>`}`,
  )
}

/** The phases side by side, from before the first switch to the last one. */
function phasesList(change: PlanChange, { result: { phases } }: PlanShown): Markup {
  return markup`<ol class="phases">${spansOf(change, phases).map(
    ({ phases: names, ending: one, otherwise }) =>
      markup`<li class="${otherwise && 'otherwise'}"><b>${names}</b><br>${ending(one)}</li>`,
  )}</ol>`
}

function because({ diagnosis, rule, attempts: ids }: PlanChange, { attempts }: PlanShown): Markup {
  const entry = entryOf(diagnosis)
  const why = ids.map((id) => attempts.get(id)).find((attempt) => attempt?.rule === rule)?.why
  return markup`${entry && markup`<p>Diagnosis: <a href="#diagnosis-${entry.id}">${entry.title}</a> <code class="quiet">${entry.id}</code></p>`}
    ${!entry && diagnosis !== null && markup`<p>Diagnosis: <code>${diagnosis}</code></p>`}
    ${rule !== null && markup`<p>${why} <span class="quiet">Rule <code>${rule}</code>.</span></p>`}`
}

/** Each failure that a change names, once. */
function diagnosesList(changes: readonly PlanChange[]): Markup | false {
  const entries = [...new Set(changes.map(({ diagnosis }) => diagnosis))].flatMap((id) => entryOf(id) ?? [])
  return (
    entries.length > 0 &&
    markup`<h3>The failures, and what to do about them</h3>${entries.map(
      ({ id, title, happens, party, remedy }) =>
        markup`<div class="diagnosis" id="diagnosis-${id}"><p><b>${title}</b> <code class="quiet">${id}</code></p><p>${happens}</p><p><b>To do</b> (${party}): ${remedy}</p></div>`,
    )}`
  )
}

/** The attempts that the changes name, client by client. */
export function attemptsSection({ result, attempts, deferred }: PlanShown): Markup {
  const clients = [...groupBy(result.attempts, ({ client }) => client)].map(([client, its]) =>
    deferred.details(
      markup`class="part"`,
      markup`<b>${client}</b> <span class="quiet">${counted(its.length, 'attempt')}</span>`,
      () => markup`${its.map((attempt) => attemptDetails(withoutConnection(attempt), attempts))}`,
    ),
  )
  const rest = clients.slice(atOnce)
  return markup`<section id="attempts-made" aria-labelledby="attempts-title"><h2 id="attempts-title">The attempts</h2>
    <p class="quiet">Each change names the attempts that show it; here they are, client by client.</p>
    ${clients.slice(0, atOnce)}
    ${rest.length > 0 && deferred.details(markup`class="part"`, markup`${counted(rest.length, 'more client')}`, () => markup`${rest}`)}
  </section>`
}

/** A plan keeps what became of its attempts, and not the connections that they were made over. */
function withoutConnection(attempt: Attempt): Parameters<typeof attemptDetails>[0] {
  return {
    type: 'attempt',
    attempt,
    ends: null,
    times: { connectMs: null, tlsMs: null },
    exchanges: [],
    server: null,
  }
}
