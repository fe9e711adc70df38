import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { stringify } from 'yaml'
import { InputError, EnvironmentError } from '../errors.ts'
import type { Journal, RecordedEvent } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/results.ts'
import { limits } from '../limits.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { recordStep } from '../scenario/run-scenarios.ts'
import { readSingleStep } from '../scenario/steps/step-file.ts'
import { shipped } from '../shipped.ts'
import {
  changesPicture,
  connectionEvent,
  connectionsEvent,
  countersEvent,
  createEventStream,
  pictureEvent,
  rowEvent,
  rowsEvent,
} from './live-events.ts'
import { livePage, liveStyle } from './live-page.ts'

/** A page that shows a hierarchy while it is served, and controls it. Close it, or declare it with `await using`. */
export interface LivePage extends AsyncDisposable {
  /** Includes the token, which permits everything that the page can do. */
  url: string
  /** Shows an event of the recording on the page. */
  show(event: RecordedEvent): void
  close(): Promise<void>
}

/** Milliseconds within which changes are sent together. */
const pause = 100

/** Opens the page on 127.0.0.1; port 0 lets the machine choose. Throws an `EnvironmentError` if the port is not available. */
export async function openLivePage(
  running: RunningHierarchy,
  recorded: RecordedHierarchy,
  journal: Journal,
  port: number,
): Promise<LivePage> {
  const token = randomBytes(16).toString('hex')
  const stream = createEventStream()
  const steps = createStepQueue(running, journal)
  let waiting: NodeJS.Timeout | undefined
  let pictureChanged = false
  let host = ''

  const silence = limits.pageSilence.value * 1000
  const patience = { requestTimeout: silence, headersTimeout: silence, connectionsCheckingInterval: 1000 }
  const server = createServer(patience, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const strangers = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    const [oldest] = strangers
    if (!oldest || strangers.size <= limits.pageStrangers.value) return
    strangers.delete(oldest)
    oldest.destroy()
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', file = ''] = /^\/([^/?]*)\/([^?]*)$/.exec(request.url ?? '') ?? []
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!isAdmitted({ token: given, headers: request.headers }, token, host)) {
      refuse(response, 403)
      return
    }
    strangers.delete(request.socket)
    switch (`${request.method ?? ''} ${file}`) {
      case 'GET ':
        send(response, 'text/html; charset=utf-8', livePage(running.hierarchy))
        return
      case 'GET live.css':
        send(response, 'text/css; charset=utf-8', liveStyle)
        return
      case 'GET live.js':
        send(response, 'text/javascript; charset=utf-8', script)
        return
      case 'GET events':
        stream.add(response, [
          pictureEvent(recorded),
          countersEvent(recorded),
          rowsEvent(recorded),
          connectionsEvent(recorded),
          written(),
        ])
        return
      case 'POST steps':
        await takeStep(request, response)
        return
      default:
        refuse(response, 404)
    }
  }

  async function takeStep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/json') {
      refuse(response, 415)
      return
    }
    const body = await bodyOf(request)
    if (body === undefined) {
      refuse(response, 413)
      return
    }
    try {
      const result = await steps.take(JSON.parse(body))
      stream.send(written())
      send(response, 'application/json', JSON.stringify(result))
    } catch (error) {
      if (!(error instanceof InputError || error instanceof SyntaxError)) throw error
      response.writeHead(400, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ problem: error.message }))
    }
  }

  function written() {
    return { name: 'steps', data: steps.written() } as const
  }

  /** Sends many changes at once as one. */
  function changed(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined
      if (pictureChanged) stream.send(pictureEvent(recorded))
      pictureChanged = false
      stream.send(countersEvent(recorded))
    }, pause)
  }

  const opened = await new Promise<number>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new EnvironmentError(
          `cannot open the live page on 127.0.0.1:${port} (${error.code}): choose another --web-port`,
        ),
      ),
    )
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    )
  })
  host = `127.0.0.1:${opened}`

  async function close(): Promise<void> {
    clearTimeout(waiting)
    stream.close()
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  return {
    url: `http://${host}/${token}/`,
    show(event) {
      if (event.type === 'attempt') stream.send(rowEvent(event.attempt, recorded))
      if (event.type === 'connection') stream.send(connectionEvent(event.connection))
      pictureChanged ||= changesPicture(event)
      changed()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
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

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'Content-Type': type })
  response.end(body)
}

/** A refusal gives no reason. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' })
  response.end()
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > limits.pageStep.value) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

/** Evidence of where a request comes from. */
interface RequestOrigin {
  /** Token in the request's path: `/TOKEN/events`. */
  token: string
  headers: IncomingHttpHeaders
}

/**
 * Whether a request comes from the page itself: it has the token, names this host (another name would be DNS
 * rebinding), and was not sent by a page of another origin.
 */
function isAdmitted({ token, headers }: RequestOrigin, expected: string, host: string): boolean {
  const { origin, 'sec-fetch-site': site = 'none' } = headers
  const sameOrigin = origin === undefined || origin === `http://${host}`
  return (
    headers.host === host && sameOrigin && ['none', 'same-origin'].includes(site) && isSame(token, expected)
  )
}

/** Compares in constant time. */
function isSame(token: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(token), digest(expected))
}

/** Carries out steps one after another and keeps them as a scenario. */
interface StepQueue {
  /** Carries a step out after the earlier ones. Throws an `InputError` if the step is invalid. */
  take(written: unknown): Promise<StepResult>
  /** The steps so far, as YAML of a scenario file. */
  written(): string
}

function createStepQueue(running: RunningHierarchy, journal: Journal): StepQueue {
  const taken: unknown[] = []
  let last: Promise<unknown> = Promise.resolve()
  return {
    async take(written) {
      const step = readSingleStep(written, running.hierarchy)
      const carriedOut = last.then(() => recordStep(step, running, journal))
      last = carriedOut.catch(() => undefined)
      taken.push(written)
      return carriedOut
    },
    written: () =>
      taken.length === 0
        ? ''
        : `steps:\n${stringify(taken, { indentSeq: true }).replaceAll(/^/gm, '  ').trimEnd()}\n`,
  }
}
