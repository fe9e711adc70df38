import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Texts } from '../../texts/english.ts'
import { groupBy } from '../lists.ts'
import {
  actInWords,
  causesOf,
  changeInWords,
  groupInWords,
  groupName,
  spansOf,
  trialInWords,
  turnOf,
  type CauseOfChanges,
  type Trial,
} from '../plan-in-words.ts'
import type { PlanChange, PlanEnding, PlanKind, PlanResult } from '../plan-result.ts'
import { attemptDetails, failureParagraphs, ruleParagraph } from './attempt-details.ts'
import type { Deferred } from './deferred.ts'
import { markup, type Markup } from './markup.ts'
import { between, table, type TableBox } from './page.ts'

/** Everything that the parts of a plan's page look up. */
export interface PlanShown {
  result: PlanResult
  attempts: ReadonlyMap<string, Attempt>
  /** From 1, in the order of the result. */
  numberOf: (change: PlanChange) => number
  deferred: Deferred
  texts: Texts
}

export function planShown(result: PlanResult, deferred: Deferred, texts: Texts): PlanShown {
  const numbers = new Map(result.changes.map((change, place) => [change, place + 1]))
  return {
    result,
    attempts: new Map(result.attempts.map((attempt) => [attempt.id, attempt])),
    numberOf: (change) => numbers.get(change) ?? 0,
    deferred,
    texts,
  }
}

/** Rows that a table shows at once; further ones open. */
const atOnce = 20

/** A table whose first rows are there at once. */
export function longTable(
  name: string,
  headings: readonly string[],
  rows: readonly Markup[],
  { deferred, texts: { plan } }: Pick<PlanShown, 'deferred' | 'texts'>,
  box: TableBox = 'wide',
): Markup {
  const rest = rows.slice(atOnce)
  return markup`${table(name, headings, rows.slice(0, atOnce), box)}
    ${rest.length > 0 && deferred.details(markup`class="part"`, markup`${plan.more(rest.length)}`, () => table(plan.continued(name), headings, rest, box))}`
}

/** What ended in another way, by cause; the causes of strandings first. */
export function changesSection(shown: PlanShown): Markup {
  const { plan, page } = shown.texts
  return markup`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">${plan.changesTitle}</h2>
    <noscript><p class="notice">${page.needsScript}</p></noscript>
    ${causesOf(shown.result.changes).map((cause) => causeArticle(cause, shown))}
    ${diagnosesList(shown.result.changes, shown.texts)}
  </section>`
}

function causeArticle({ cause, kinds, changes, remedies }: CauseOfChanges, shown: PlanShown): Markup {
  const id = `cause-${cause}`
  const { texts } = shown
  const { plan } = texts
  const title = plan.causes[cause]
  return markup`<article class="cause" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    <ul class="kinds">${kinds.map((one) => markup`<li>${mark(one.kind)}<b>${changeInWords(one, texts)}</b></li>`)}</ul>
    ${remedies.length > 0 && remediesTable(title, remedies, texts)}
    ${longTable(
      plan.changesOf(title),
      [plan.whatChanges, plan.for, plan.before, plan.after, plan.shownBy],
      changes.map((change) => changeRow(change, shown)),
      shown,
    )}
    ${shown.deferred.details(
      markup`class="part"`,
      markup`${plan.phaseByPhase(changes.length)}`,
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

function remediesTable(title: string, remedies: CauseOfChanges['remedies'], texts: Texts): Markup {
  const { plan, counts } = texts
  const rows = remedies.map(
    (remedy) =>
      markup`<tr><td>${plan.remedy(remedy.id, remedy.do)}</td><td class="brief">${counts.clients(remedy.clients)}</td><td>${trial(remedy, remedy.clients, texts)}</td></tr>`,
  )
  return markup`<h4>${plan.whatHelps}</h4>${table(plan.remediesOf(title), [plan.toDo, plan.for, plan.tried], rows)}<h4>${plan.beforeAndAfter}</h4>`
}

function trial(remedy: Trial, of: number, texts: Texts): Markup {
  const { verified, leaves, strands } = remedy
  const kind = verified === null ? 'quiet' : !verified || strands ? 'bad' : leaves === 0 ? 'good' : 'doubt'
  return markup`<span class="${kind}">${trialInWords(remedy, of, texts)}</span>`
}

function changeRow(change: PlanChange, shown: PlanShown): Markup {
  const { kind, group, example, before } = change
  const { texts } = shown
  const turn = turnOf(change, shown.result.phases, texts)
  const client = between(texts.plan.suchAs, markup`<code>${example}</code>`)
  return markup`<tr><td>${mark(kind)}<a href="#change-${shown.numberOf(change)}">${changeInWords(change, texts)}</a><br>${actInWords(change, texts)}</td><td><a href="#group-${group.number}">${groupName(group, texts)}</a><br><span class="quiet">${client}</span></td><td>${ending(before, texts)}</td><td>${turn && markup`<span class="quiet">${turn.phases}:</span> ${ending(turn.ending, texts)}`}</td><td>${attemptLinks(change, shown)}</td></tr>`
}

function ending({ outcome, protocol, system, site }: PlanEnding, { outcomes, attempt, plan }: Texts): Markup {
  return markup`<span class="brief"><span class="badge ${protocol}">${protocol.toUpperCase()}</span> <span class="badge ${outcome}">${outcomes[outcome]}</span></span><br><code>${system ?? attempt.noSystem}</code>${site !== null && markup` <span class="quiet">${plan.of(site)}</span>`}`
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
  const { texts } = shown
  const number = shown.numberOf(change)
  return shown.deferred.details(
    markup`class="change" id="change-${number}"`,
    markup`${mark(kind)}<b>${changeInWords(change, texts)}</b>: ${actInWords(change, texts)}; <span class="quiet">${groupName(group, texts)}</span>`,
    () => markup`<p>${texts.plan.sentence([groupInWords(group, texts)])} <span class="quiet">${between(texts.plan.forExample, markup`<code>${example}</code>`)}</span></p>
      ${phasesList(change, shown)}
      ${because(change, shown)}
      <p>${texts.plan.shownByAttempts}${attemptLinks(change, shown)}</p>
      ${remedies.length > 0 && markup`<ul>${remedies.map((remedy) => markup`<li>${texts.plan.remedy(remedy.id, remedy.do)} ${trial(remedy, clients, texts)}</li>`)}</ul>`}`,
  )
}

/** The phases side by side, from before the first switch to the last one. */
function phasesList(change: PlanChange, { result: { phases }, texts }: PlanShown): Markup {
  return markup`<ol class="phases">${spansOf(change, phases, texts).map(
    ({ phases: names, ending: one, otherwise }) =>
      markup`<li class="${otherwise && 'otherwise'}"><b>${names}</b><br>${ending(one, texts)}</li>`,
  )}</ol>`
}

function because({ diagnosis, rule, attempts: ids }: PlanChange, { attempts, texts }: PlanShown): Markup {
  const entry = entryOf(diagnosis)
  const why = ids.map((id) => attempts.get(id)).find((attempt) => attempt?.rule === rule)?.why
  return markup`${entry && markup`<p>${texts.plan.diagnosis}<a href="#diagnosis-${entry.id}">${texts.failure(entry).title}</a> <code class="quiet">${entry.id}</code></p>`}
    ${!entry && diagnosis !== null && markup`<p>${texts.plan.diagnosis}<code>${diagnosis}</code></p>`}
    ${rule !== null && ruleParagraph(rule, why ?? '', texts)}`
}

/** Each failure that a change names, once. */
function diagnosesList(changes: readonly PlanChange[], texts: Texts): Markup | false {
  const entries = [...new Set(changes.map(({ diagnosis }) => diagnosis))].flatMap((id) => entryOf(id) ?? [])
  return (
    entries.length > 0 &&
    markup`<h3>${texts.plan.failuresTitle}</h3>${entries.map(
      (entry) =>
        markup`<div class="diagnosis" id="diagnosis-${entry.id}">${failureParagraphs(entry, texts)}</div>`,
    )}`
  )
}

/** The attempts that the changes name, client by client. */
export function attemptsSection({ result, attempts, deferred, texts }: PlanShown): Markup {
  const { plan, counts } = texts
  const clients = [...groupBy(result.attempts, ({ client }) => client)].map(([client, its]) =>
    deferred.details(
      markup`class="part"`,
      markup`<b>${client}</b> <span class="quiet">${counts.attempts(its.length)}</span>`,
      () => markup`${its.map((attempt) => attemptDetails(withoutConnection(attempt), attempts, texts))}`,
    ),
  )
  const rest = clients.slice(atOnce)
  return markup`<section id="attempts-made" aria-labelledby="attempts-title"><h2 id="attempts-title">${plan.attemptsTitle}</h2>
    <p class="quiet">${plan.attemptsAbout}</p>
    ${clients.slice(0, atOnce)}
    ${rest.length > 0 && deferred.details(markup`class="part"`, markup`${plan.moreClients(rest.length)}`, () => markup`${rest}`)}
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
