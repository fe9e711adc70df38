import type { ServerResponse } from 'node:http'
import { outcomes, type Outcome } from '../evidence/attempt.ts'
import type { RecordedEvent, TimeLost } from '../evidence/recording/event.ts'
import { clockSetTo, type RecordedHierarchy } from '../evidence/recording/recording.ts'
import { limits } from '../limits.ts'
import { mostAlone } from '../report/client-groups.ts'
import { markup } from '../report/html/markup.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import type { LiveEvents } from './shown.ts'

/** Milliseconds between heartbeats, which detect a page that has gone. */
const heartbeat = 15_000

/** Server-sent events to every open page ("HTML Living Standard", 9.2). */
export interface EventStream {
  /** `greeting`: the first events that the page gets. */
  add(response: ServerResponse, greeting: readonly LiveEvent[]): void
  send(event: LiveEvent): void
  close(): void
}

export type LiveEvent = {
  [Name in keyof LiveEvents]: { name: Name; data: LiveEvents[Name] }
}[keyof LiveEvents]

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
    send(event) {
      if (listeners.size > 0) write(eventText(event))
    },
    close() {
      clearInterval(timer)
      for (const listener of listeners) listener.end()
    },
  }
}

function eventText({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

export function countersEvent(
  recorded: RecordedHierarchy,
  counts: Readonly<Record<Outcome, number>>,
): LiveEvent {
  const { attempts, requests, requestsLeftOut, foreign, foreignLeftOut, lines } = recorded
  const counters: [string, string][] = [
    ['attempts', `${attempts.length}`],
    ...outcomes.map((outcome): [string, string] => [outcome, `${counts[outcome]}`]),
    ['requests served', `${requestsLeftOut + requests.length}`],
    ['of other programs', `${foreignLeftOut + foreign.length}`],
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

/** Whether an event changes what the picture shows; of an attempt only the row of a group tells. */
export function changesPicture({ type }: RecordedEvent, { now }: RecordedHierarchy): boolean {
  return ['client', 'sites', 'fault'].includes(type) || (type === 'attempt' && now.clients.length > mostAlone)
}
