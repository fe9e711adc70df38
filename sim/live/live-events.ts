import type { ServerResponse } from 'node:http'
import { outcomes, type Attempt } from '../evidence/attempt.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import type { RecordedEvent, TimeLost } from '../evidence/recording/event.ts'
import { clockSetTo, type RecordedHierarchy } from '../evidence/recording/recording.ts'
import { limits } from '../limits.ts'
import { foreignCells } from '../report/html/foreign-section.ts'
import { hierarchyPicture } from '../report/html/hierarchy-picture.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { wrongInWords } from '../report/in-words.ts'
import { countedByOutcome } from '../report/tally.ts'
import { english } from '../texts/english.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { toldInWords, type AttemptsById } from '../report/told-in-words.ts'

/** Milliseconds between heartbeats, which detect a page that has gone. */
const heartbeat = 15_000

/** Server-sent events to every open page ("HTML Living Standard", 9.2). */
export interface EventStream {
  /** `greeting`: the first events that the page gets. */
  add(response: ServerResponse, greeting: readonly LiveEvent[]): void
  send(event: LiveEvent): void
  close(): void
}

export interface LiveEvent {
  name: 'picture' | 'rows' | 'row' | 'connections' | 'connection' | 'counters' | 'steps'
  data: unknown
}

export function createEventStream(): EventStream {
  const listeners = new Set<ServerResponse>()
  const timer = setInterval(() => write(': still here\n\n'), heartbeat)
  timer.unref()

  function write(text: string): void {
    for (const listener of listeners) {
      if (listener.writableLength > limits.pageUnread.value) listener.destroy()
      else listener.write(text)
    }
  }

  return {
    add(response, greeting) {
      const [oldest] = listeners
      if (oldest && listeners.size >= limits.pageListeners.value) oldest.end()
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(greeting.map(eventText).join(''))
      listeners.add(response)
      response.once('close', () => listeners.delete(response))
    },
    send: (event) => write(eventText(event)),
    close() {
      clearInterval(timer)
      for (const listener of listeners) listener.end()
    },
  }
}

function eventText({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Rows of the page's table; older attempts are in the recording. */
const keptRows = 200

export function pictureEvent({ now }: RecordedHierarchy): LiveEvent {
  return { name: 'picture', data: hierarchyPicture(now).html }
}

export function countersEvent(recorded: RecordedHierarchy): LiveEvent {
  const { attempts, requests, requestsLeftOut, foreign, foreignLeftOut, lines } = recorded
  const counts = countedByOutcome(attempts.map(({ attempt }) => attempt))
  const counters: [string, string][] = [
    ['attempts', `${attempts.length}`],
    ...outcomes.map((outcome): [string, string] => [outcome, `${counts[outcome]}`]),
    ['HTTP requests served', `${requestsLeftOut + requests.length}`],
    ['foreign connections', `${foreignLeftOut + foreign.length}`],
    ...timeLost(lines),
    ['clock set to', clockSetTo(recorded).slice(0, 16).replace('T', ' ')],
  ]
  return {
    name: 'counters',
    data: markup`${counters.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}`
      .html,
  }
}

/** How long in all the process stood still, and by how much in all the machine's clock was set, as far as either happened. */
function timeLost(lines: RecordedHierarchy['lines']): [string, string][] {
  const lost = lines.filter((line) => line.type === 'time-lost')
  return keysOf(lostBy).flatMap((cause): [string, string][] => {
    const milliseconds = lost.reduce((sum, one) => sum + (one.cause === cause ? one.milliseconds : 0), 0)
    return milliseconds > 0 ? [[lostBy[cause], `${(milliseconds / 1000).toFixed(1)} s`]] : []
  })
}

const lostBy: Readonly<Record<TimeLost['cause'], string>> = {
  'stood-still': 'stood still',
  'clock-ahead': "machine's clock ahead by",
  'clock-back': "machine's clock back by",
}

export function rowsEvent({ attempts }: RecordedHierarchy): LiveEvent {
  const newest = attempts.slice(-keptRows).reverse()
  return { name: 'rows', data: markup`${newest.map(({ attempt }) => row(attempt, attempts))}`.html }
}

/** A row of the table, with the fields that the page draws the connection from. */
export function rowEvent(attempt: Attempt, { attempts }: RecordedHierarchy): LiveEvent {
  const { client, system, protocol, outcome } = attempt
  return { name: 'row', data: { row: row(attempt, attempts).html, client, system, protocol, outcome } }
}

/** The connections that no simulated client made, the newest first. */
export function connectionsEvent({ foreign }: RecordedHierarchy): LiveEvent {
  const newest = foreign.slice(-keptRows).reverse()
  return { name: 'connections', data: markup`${newest.map(connectionRow)}`.html }
}

export function connectionEvent(connection: ForeignConnection): LiveEvent {
  return { name: 'connection', data: connectionRow(connection).html }
}

function connectionRow(connection: ForeignConnection): Markup {
  return markup`<tr>${foreignCells(connection, english)}</tr>`
}

/** The attempt by which a client was told, if a message told it. */
function tellerOf({ told }: Attempt, attempts: RecordedHierarchy['attempts']): AttemptsById {
  const id = told?.attempt ?? null
  const teller = id === null ? undefined : attempts.findLast(({ attempt }) => attempt.id === id)
  return new Map(teller && [[teller.attempt.id, teller.attempt]])
}

function row(attempt: Attempt, attempts: RecordedHierarchy['attempts']): Markup {
  const { id, client, protocol, outcome, system, role, forced, rule, startedAt } = attempt
  const told = toldInWords(attempt, tellerOf(attempt, attempts), english)
  const why = outcome === 'withheld' ? rule : wrongInWords(attempt, english)
  return markup`<tr><th scope="row" class="mono">${id}</th><td>${startedAt.slice(11, 19)}</td><td>${client}</td><td><span class="badge ${protocol}">${protocol.toUpperCase()}</span></td><td>${system ?? role.replaceAll('-', ' ')}${forced && ' (forced)'}</td><td>${told ?? ''}</td><td><span class="badge ${outcome}">${outcome}</span></td><td>${why}</td></tr>`
}

/** Whether an event changes what the picture shows. */
export function changesPicture({ type }: RecordedEvent): boolean {
  return type === 'client' || type === 'sites' || type === 'fault'
}
