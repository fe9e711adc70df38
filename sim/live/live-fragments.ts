import { outcomes, type Attempt } from '../evidence/attempt.ts'
import { entryOf } from '../evidence/catalogue.ts'
import type { RecordedEvent } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import { hierarchyPicture } from '../report/html/hierarchy-picture.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { countedByOutcome } from '../report/tally.ts'
import type { LiveEvent } from './event-stream.ts'

/** Rows of the page's table; older ones are in the recording. */
const keptRows = 200

export function pictureEvent({ now }: RecordedHierarchy): LiveEvent {
  return { name: 'picture', data: hierarchyPicture(now).html }
}

export function countersEvent({ attempts, requests, openedAt, lines }: RecordedHierarchy): LiveEvent {
  const clock = lines.findLast((line) => line.type === 'clock')
  const came = countedByOutcome(attempts.map(({ attempt }) => attempt))
  const counters: [string, string][] = [
    ['attempts', `${attempts.length}`],
    ...outcomes.map((outcome): [string, string] => [outcome, `${came[outcome]}`]),
    ['HTTP requests served', `${requests.length}`],
    ['clock set to', (clock?.now ?? openedAt).slice(0, 16).replace('T', ' ')],
  ]
  return {
    name: 'counters',
    data: markup`${counters.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}`
      .html,
  }
}

export function rowsEvent({ attempts }: RecordedHierarchy): LiveEvent {
  const newest = attempts.slice(-keptRows).reverse()
  return { name: 'rows', data: markup`${newest.map(({ attempt }) => row(attempt))}`.html }
}

/** A row of the table, and what the page needs to draw the connection. */
export function rowEvent(attempt: Attempt): LiveEvent {
  const { client, system, protocol, outcome } = attempt
  return { name: 'row', data: { row: row(attempt).html, client, system, protocol, outcome } }
}

function row({
  id,
  client,
  protocol,
  outcome,
  system,
  role,
  forced,
  diagnosis,
  rule,
  startedAt,
}: Attempt): Markup {
  const why =
    outcome === 'failed' ? (entryOf(diagnosis)?.title ?? 'unexplained') : outcome === 'withheld' ? rule : ''
  return markup`<tr><th scope="row" class="mono">${id}</th><td>${startedAt.slice(11, 19)}</td><td>${client}</td><td><span class="badge ${protocol}">${protocol.toUpperCase()}</span></td><td>${system ?? role.replaceAll('-', ' ')}${forced && ' (forced)'}</td><td><span class="badge ${outcome}">${outcome}</span></td><td>${why}</td></tr>`
}

/** Whether an event changes what the picture shows. */
export function changesPicture({ type }: RecordedEvent): boolean {
  return type === 'client' || type === 'sites' || type === 'fault'
}
