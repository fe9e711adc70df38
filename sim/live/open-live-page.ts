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
import { clientsIn } from '../model/populations.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { httpArchive } from '../report/har.ts'
import { failureLines } from '../report/in-words.ts'
import { countedByOutcome } from '../report/tally.ts'
import { shipped } from '../shipped.ts'
import { chooseLanguage } from '../texts/choose-language.ts'
import type { Texts } from '../texts/english.ts'
import { languages, languageTags, type Language } from '../texts/texts.ts'
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
  const described = clientsIn(running.hierarchy)
  let waiting: NodeJS.Timeout | undefined
  let pictureChanged = false
  /** As the pages of each language have it. */
  const pieces = new Map<Language, string[]>()

  const server = await openLoopbackServer({ port, what: 'the live page', portOption: '--web-port', answer })
  const host = `127.0.0.1:${server.port}`
  steps.onTaken(({ story, name, problem }) => {
    const mark = latest.mark(problem ?? (story.map(({ sentence }) => sentence).join(' ') || name))
    stream.send(() => ({ name: 'mark', data: mark }))
    stream.send(stepsEvent)
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
    else {
      const asked = new URLSearchParams(query)
      await route({ request, response, id, query: asked, language: languageOf(request, asked) })
    }
  }

  interface Asked {
    request: IncomingMessage
    response: ServerResponse
    /** Of an attempt or a connection. */
    id: string
    query: URLSearchParams
    language: Language
  }

  const routes: Readonly<Record<string, (asked: Asked) => void | Promise<void>>> = {
    'GET ': ({ response, language }) =>
      send(
        response,
        types.html,
        livePage({ language, name: running.hierarchy.name, hasCapture: capture !== undefined }),
      ),
    'GET live.css': ({ response }) => send(response, types.css, liveStyle),
    'GET live.js': ({ response }) => send(response, types.script, script),
    'GET events': ({ response, language }) => {
      const texts = languages[language]
      const entries = latest.entries.map((entry) => entry(texts))
      const drawn = pieces.get(language) ?? picturePieces(recorded.now, texts, latest.byClient)
      pieces.set(language, drawn)
      stream.add(response, language, [
        { name: 'picture', data: drawn },
        countersEvent(recorded, latest.counts, described, texts),
        { name: 'entries', data: { entries, leftOut: latest.leftOut() } },
        { name: 'marks', data: latest.marks },
        stepsEvent(),
      ])
    },
    'GET entries/': ({ response, id, language }) =>
      sendOrRefuse(response, entryPane(id, recorded, pki, languages[language])?.html),
    'GET menu': ({ response, query, language }) => {
      const about = subjectIn(query)
      sendOrRefuse(
        response,
        about && menuOf(about, running.hierarchy, recorded.now, languages[language])?.html,
      )
    },
    'GET found': ({ response, query, language }) =>
      send(
        response,
        types.html,
        foundFor(query.get('text') ?? '', running.hierarchy, languages[language]).html,
      ),
    'GET state': ({ response, query, language }) => {
      const then = shownAt(recorded, Number(query.get('at')))
      send(response, types.html, picturePieces(then, languages[language]).join(''))
    },
    'POST steps': ({ request, response }) => takeStep(request, response),
    'POST scenario': ({ request, response, language }) =>
      readScenario(request, response, languages[language]),
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

  async function takeStep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answerStep(request, steps)
    if (status === 413 || status === 415) refuse(response, status)
    else {
      const told = 'passed' in body ? { ...body, failures: failureLines(body) } : body
      send(response, types.json, JSON.stringify(told), status)
    }
  }

  async function readScenario(
    request: IncomingMessage,
    response: ServerResponse,
    texts: Texts,
  ): Promise<void> {
    const text = await bodyOf(request, limits.pageScenario.value)
    if (text === undefined) refuse(response, 413)
    else send(response, types.json, JSON.stringify(readPanel(text, running.hierarchy, texts)))
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
      stream.send((language) => countersEvent(recorded, latest.counts, described, languages[language]))
    }, pause)
  }

  function sendPicture(): void {
    const before = new Map(pieces)
    pieces.clear()
    stream.send((language) => {
      const drawn = picturePieces(recorded.now, languages[language], latest.byClient)
      pieces.set(language, drawn)
      const changes = changesBetween(before.get(language) ?? [], drawn)
      return changes.length > 0 ? { name: 'changes', data: changes } : undefined
    })
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
      if (entry) stream.send((language) => ({ name: 'entry', data: entry(languages[language]) }))
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
  /** Each row is made in the language of the page that shows it. */
  const entries: ((texts: Texts) => Entry)[] = recorded.attempts
    .slice(-most)
    .map((line) => (texts) => entryOfAttempt(line, opened, around, recorded.now, texts))
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
    entry(event: RecordedEvent): ((texts: Texts) => Entry) | undefined {
      const recordedAt = Date.now()
      const line = recorded.attempts.at(-1)
      if (event.type === 'attempt' && line) {
        count(event.attempt)
        made += 1
        return keep(entries, (texts) => entryOfAttempt(line, recordedAt, around, recorded.now, texts))
      }
      if (event.type !== 'connection') return undefined
      made += 1
      const { connection } = event
      const moment = { sequence: sequence(), recordedAt }
      return keep(entries, (texts) => entryOfConnection(connection, moment, around, texts))
    },
    mark: (words: string): Mark =>
      keep(marks, { sequence: sequence(), recordedAt: Date.now(), at: clockSetTo(recorded), words }),
  }
}

/** The one that the page has chosen, or else the first that its reader's browser asks for. */
function languageOf({ headers }: IncomingMessage, query: URLSearchParams): Language {
  const preferred = (headers['accept-language'] ?? '')
    .split(',')
    .map((tag) => tag.split(';')[0]?.trim() ?? '')
  return chooseLanguage([...query.getAll('lang'), ...preferred], languageTags)
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
