import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Attempt, Outcome } from '../evidence/attempt.ts'
import type { RecordedEvent } from '../evidence/recording/event.ts'
import {
  clockSetTo,
  shownAt,
  type RecordedHierarchy,
  type Recording,
} from '../evidence/recording/recording.ts'
import { limits } from '../limits.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { httpArchive } from '../report/har.ts'
import { failureLines } from '../report/in-words.ts'
import { countedByOutcome } from '../report/tally.ts'
import { shipped } from '../shipped.ts'
import { chooseLanguage } from '../texts/choose-language.ts'
import type { Texts } from '../texts/english.ts'
import { languages, languageTags } from '../texts/texts.ts'
import type { PkiFolder } from './commands.ts'
import { sendFile, sendRecording, type OpenFile } from './downloads.ts'
import { entryOfAttempt, entryOfConnection, surroundingsIn } from './entries.ts'
import { entryPane } from './entry-pane.ts'
import { changesPicture, countersEvent, createEventStream } from './live-events.ts'
import { livePage } from './live-page.ts'
import { changesBetween, picturePieces } from './live-picture.ts'
import { liveStyle } from './live-style.ts'
import { isOfOwnOrigin, isSame, openLoopbackServer } from './loopback-server.ts'
import { foundFor, menuOf, subjectIn } from './menu.ts'
import { readPanel } from './scenario-panel.ts'
import { scenarioText, type WrittenHierarchy } from './scenario-text.ts'
import type { Entry, Mark } from './shown.ts'
import { answerStep, bodyOf, type StepQueue } from './step-queue.ts'

/** A page that shows a hierarchy while it is served, and controls it. Close it, or declare it with `await using`. */
export interface LivePage extends AsyncDisposable {
  /** Includes the token, which permits everything that the page can do. */
  url: string
  /** Shows an event of the recording on the page. */
  show(event: RecordedEvent): void
  close(): Promise<void>
}

/** What the page shows, and what it can give away. */
export interface PageSubject {
  running: RunningHierarchy
  recording: Recording
  recorded: RecordedHierarchy
  steps: StepQueue
  written: WrittenHierarchy
  pki: PkiFolder
  /** The recording's file; without one, what is kept in memory is given. */
  recordingFile?: OpenFile
  capture?: OpenFile
}

/** Milliseconds within which changes are sent together. */
const pause = 100

/** Opens the page on 127.0.0.1; port 0 lets the machine choose. Throws an `EnvironmentError` if the port is not available. */
export async function openLivePage(subject: PageSubject, port: number): Promise<LivePage> {
  const { running, recording, recorded, steps, written, pki, recordingFile, capture } = subject
  const token = randomBytes(16).toString('hex')
  const stream = createEventStream()
  const latest = createLatest(recorded)
  let waiting: NodeJS.Timeout | undefined
  let pictureChanged = false
  /** As the pages have it. */
  let pieces = picturePieces(recorded.now, latest.byClient)

  const server = await openLoopbackServer({ port, what: 'the live page', portOption: '--web-port', answer })
  const host = `127.0.0.1:${server.port}`
  steps.onTaken(({ story, name, problem }) => {
    stream.send({
      name: 'mark',
      data: latest.mark(problem ?? (story.map(({ sentence }) => sentence).join(' ') || name)),
    })
    stream.send(stepsEvent())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', file = '', query = ''] =
      /^\/([^/?]*)\/([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? []
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!isOfOwnOrigin(request.headers, [host]) || !isSame(given, token)) {
      refuse(response, 403)
      return
    }
    server.admit(request)
    const [, place = '', id = ''] = /^([a-z]+\/)(\w+)$/.exec(file) ?? [file, file]
    const route = new Map(Object.entries(routes)).get(`${request.method ?? ''} ${place}`)
    if (!route) refuse(response, 404)
    else await route({ request, response, id, query: new URLSearchParams(query) })
  }

  interface Asked {
    request: IncomingMessage
    response: ServerResponse
    /** Of an attempt or a connection. */
    id: string
    query: URLSearchParams
  }

  const routes: Readonly<Record<string, (asked: Asked) => void | Promise<void>>> = {
    'GET ': ({ response }) =>
      send(response, types.html, livePage({ name: running.hierarchy.name, downloads })),
    'GET live.css': ({ response }) => send(response, types.css, liveStyle),
    'GET live.js': ({ response }) => send(response, types.script, script),
    'GET events': ({ response }) =>
      stream.add(response, [
        { name: 'picture', data: pieces },
        countersEvent(recorded, latest.counts),
        { name: 'entries', data: { entries: latest.entries, leftOut: latest.leftOut() } },
        { name: 'marks', data: latest.marks },
        stepsEvent(),
      ]),
    'GET entries/': ({ request, response, id }) =>
      sendOrRefuse(response, entryPane(id, recorded, pki, textsFor(request))?.html),
    'GET menu': ({ response, query }) => {
      const about = subjectIn(query)
      sendOrRefuse(response, about && menuOf(about, running.hierarchy, recorded.now)?.html)
    },
    'GET found': ({ response, query }) =>
      send(response, types.html, foundFor(query.get('text') ?? '', running.hierarchy).html),
    'GET state': ({ response, query }) =>
      send(response, types.html, picturePieces(shownAt(recorded, Number(query.get('at')))).join('')),
    'POST steps': ({ request, response }) => takeStep(request, response),
    'POST scenario': ({ request, response }) => readScenario(request, response),
    'GET scenario.yaml': ({ response }) =>
      send(
        response,
        types.yaml,
        scenarioText(
          running.hierarchy,
          written,
          steps.taken(),
          recorded.foreignLeftOut + recorded.foreign.length,
        ),
      ),
    'GET recording.ndjson': ({ response }) =>
      recordingFile ? sendFile(recordingFile, response) : sendRecording(recording, recorded, response),
    'GET requests.har': ({ response }) => send(response, types.json, httpArchive(recorded, recording)),
    'GET capture.pcapng': ({ response }) => (capture ? sendFile(capture, response) : refuse(response, 404)),
  }

  const downloads: [string, string][] = [
    ['scenario.yaml', 'Scenario that runs and passes'],
    ['recording.ndjson', 'Recording'],
    ['requests.har', 'HTTP archive (HAR)'],
    ...(capture ? [['capture.pcapng', 'Capture for Wireshark'] satisfies [string, string]] : []),
  ]

  async function takeStep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answerStep(request, steps)
    if (status === 413 || status === 415) refuse(response, status)
    else {
      const told = 'passed' in body ? { ...body, failures: failureLines(body) } : body
      send(response, types.json, JSON.stringify(told), status)
    }
  }

  async function readScenario(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request, limits.pageScenario.value)
    if (text === undefined) refuse(response, 413)
    else send(response, types.json, JSON.stringify(readPanel(text, running.hierarchy)))
  }

  function stepsEvent() {
    return { name: 'steps', data: steps.written() } as const
  }

  /** Sends many changes at once as one. */
  function changed(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined
      if (pictureChanged) sendPicture()
      pictureChanged = false
      stream.send(countersEvent(recorded, latest.counts))
    }, pause)
  }

  function sendPicture(): void {
    const before = pieces
    pieces = picturePieces(recorded.now, latest.byClient)
    const changes = changesBetween(before, pieces)
    if (changes.length > 0) stream.send({ name: 'changes', data: changes })
  }

  async function close(): Promise<void> {
    clearTimeout(waiting)
    stream.close()
    await server.close()
  }

  return {
    url: `http://${host}/${token}/`,
    show(event) {
      const entry = latest.entry(event)
      if (entry) stream.send({ name: 'entry', data: entry })
      pictureChanged ||= changesPicture(event, recorded)
      changed()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The latest of what happened, for a page that connects. */
function createLatest(recorded: RecordedHierarchy) {
  const opened = Date.now()
  const most = limits.pageRows.value
  const around = surroundingsIn(recorded)
  const entries: Entry[] = recorded.attempts
    .map((line) => entryOfAttempt(line, opened, around, recorded.now))
    .slice(-most)
  const marks: Mark[] = []
  const counts = countedByOutcome([])
  const byClient = new Map<string, Record<Outcome, number>>()
  for (const { attempt } of recorded.attempts) count(attempt)
  const sequence = (): number => recorded.lines.at(-1)?.sequence ?? 0
  /** How many there have been in all. */
  let made = recorded.attempts.length

  function count({ client, outcome }: Attempt): void {
    const its = byClient.get(client) ?? countedByOutcome([])
    byClient.set(client, its)
    its[outcome] += 1
    counts[outcome] += 1
  }

  function keep<Item>(list: Item[], item: Item): Item {
    list.push(item)
    if (list.length > most) list.shift()
    return item
  }

  return {
    entries,
    marks,
    counts,
    byClient,
    leftOut: () => made - entries.length,
    entry(event: RecordedEvent): Entry | undefined {
      const recordedAt = Date.now()
      const line = recorded.attempts.at(-1)
      if (event.type === 'attempt' && line) {
        count(event.attempt)
        made += 1
        return keep(entries, entryOfAttempt(line, recordedAt, around, recorded.now))
      }
      if (event.type !== 'connection') return undefined
      made += 1
      return keep(entries, entryOfConnection(event.connection, { sequence: sequence(), recordedAt }, around))
    },
    mark: (words: string): Mark =>
      keep(marks, { sequence: sequence(), recordedAt: Date.now(), at: clockSetTo(recorded), words }),
  }
}

/** In the language that the reader's browser asks for. */
function textsFor({ headers }: IncomingMessage): Texts {
  const preferred = (headers['accept-language'] ?? '')
    .split(',')
    .map((tag) => tag.split(';')[0]?.trim() ?? '')
  return languages[chooseLanguage(preferred, languageTags)]
}

const script = readFileSync(shipped('dist/sim/live/browser/live.js'), 'utf8')

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  json: 'application/json',
  yaml: 'application/yaml; charset=utf-8',
} as const

function send(response: ServerResponse, type: string, body: string, status = 200): void {
  response.writeHead(status, { 'Content-Type': type })
  response.end(body)
}

function sendOrRefuse(response: ServerResponse, html: string | undefined): void {
  if (html === undefined) refuse(response, 404)
  else send(response, types.html, html)
}

/** A refusal gives no reason. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' })
  response.end()
}
