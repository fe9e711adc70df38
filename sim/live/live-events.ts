import type { ServerResponse } from 'node:http'
import { outcomes, type Outcome } from '../evidence/attempt.ts'
import { timeLostCauses, type RecordedEvent } from '../evidence/recording/event.ts'
import { clockSetTo, type RecordedHierarchy } from '../evidence/recording/recording.ts'
import { limits } from '../limits.ts'
import { mostAlone } from '../report/client-groups.ts'
import { markup } from '../report/html/markup.ts'
import type { Texts } from '../texts/english.ts'
import type { Language } from '../texts/texts.ts'
import { thousands } from '../vocabulary/counted.ts'
import type { LiveEvents } from './shown.ts'

/** Milliseconds between heartbeats, which detect a page that has gone. */
const heartbeat = 15_000

/** Server-sent events to every open page ("HTML Living Standard", 9.2). */
export interface EventStream {
  /** `greeting`: the first events that the page gets. */
  add(response: ServerResponse, language: Language, greeting: readonly LiveEvent[]): void
  /** Sends an event to every page, made once for each language that a page is in; undefined is not sent. */
  send(event: (language: Language) => LiveEvent | undefined): void
  close(): void
}

export type LiveEvent = {
  [Name in keyof LiveEvents]: { name: Name; data: LiveEvents[Name] }
}[keyof LiveEvents]

export function createEventStream(): EventStream {
  const listeners = new Map<ServerResponse, Language>()
  const timer = setInterval(() => {
    for (const listener of listeners.keys()) write(listener, ': still here\n\n')
  }, heartbeat)
  timer.unref()

  function write(listener: ServerResponse, text: string): void {
    if (listener.writableLength > limits.pageUnread.value) listener.destroy()
    else listener.write(text)
  }

  return {
    add(response, language, greeting) {
      const [oldest] = listeners.keys()
      if (oldest && listeners.size >= limits.pageListeners.value) oldest.end()
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(greeting.map(eventText).join(''))
      listeners.set(response, language)
      response.once('close', () => listeners.delete(response))
    },
    send(event) {
      const texts = new Map(
        [...new Set(listeners.values())].map((language) => {
          const made = event(language)
          return [language, made && eventText(made)] as const
        }),
      )
      for (const [listener, language] of listeners) {
        const text = texts.get(language)
        if (text !== undefined) write(listener, text)
      }
    },
    close() {
      clearInterval(timer)
      for (const listener of listeners.keys()) listener.end()
    },
  }
}

function eventText({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

export function countersEvent(
  recorded: RecordedHierarchy,
  counts: Readonly<Record<Outcome, number>>,
  /** Clients that the hierarchy describes. */
  clients: number,
  { live, outcomes: names }: Texts,
): LiveEvent {
  const { counters: words } = live
  const { attempts, requests, requestsLeftOut, foreign, foreignLeftOut, lines, now } = recorded
  const counters: [string, string][] = [
    [words.attempts, thousands(attempts.length)],
    ...outcomes.map((outcome): [string, string] => [names[outcome], thousands(counts[outcome])]),
    [words.served, thousands(requestsLeftOut + requests.length)],
    [words.others, thousands(foreignLeftOut + foreign.length)],
    ...timeLost(lines, words),
    // A client of a group is in the picture from its first act on.
    ...(now.clients.length < clients
      ? [[words.shown, words.shownOf(now.clients.length, clients)] satisfies [string, string]]
      : []),
    [words.clock, clockSetTo(recorded).slice(0, 16).replace('T', ' ')],
  ]
  return {
    name: 'counters',
    data: markup`${counters.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}`
      .html,
  }
}

/** How long in all the process stood still, and by how much in all the machine's clock was set, as far as either happened. */
function timeLost(lines: RecordedHierarchy['lines'], words: Texts['live']['counters']): [string, string][] {
  const lost = lines.filter((line) => line.type === 'time-lost')
  return timeLostCauses.flatMap((cause): [string, string][] => {
    const milliseconds = lost.reduce((sum, one) => sum + (one.cause === cause ? one.milliseconds : 0), 0)
    return milliseconds > 0 ? [[words[cause], `${(milliseconds / 1000).toFixed(1)} s`]] : []
  })
}

/** Whether an event changes what the picture shows; of an attempt only the row of a group tells. */
export function changesPicture({ type }: RecordedEvent, { now }: RecordedHierarchy): boolean {
  return ['client', 'sites', 'fault'].includes(type) || (type === 'attempt' && now.clients.length > mostAlone)
}
