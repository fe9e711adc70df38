import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RecordedEvent } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
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
import { isOfOwnOrigin, isSame, openLoopbackServer } from './loopback-server.ts'
import { answerStep, type StepQueue } from './step-queue.ts'

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
  steps: StepQueue,
  port: number,
): Promise<LivePage> {
  const token = randomBytes(16).toString('hex')
  const stream = createEventStream()
  let waiting: NodeJS.Timeout | undefined
  let pictureChanged = false

  const server = await openLoopbackServer({ port, what: 'the live page', portOption: '--web-port', answer })
  const host = `127.0.0.1:${server.port}`
  steps.onTaken(() => stream.send(written()))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', file = ''] = /^\/([^/?]*)\/([^?]*)$/.exec(request.url ?? '') ?? []
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!isOfOwnOrigin(request.headers, [host]) || !isSame(given, token)) {
      refuse(response, 403)
      return
    }
    server.admit(request)
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
    const { status, body } = await answerStep(request, steps)
    if (status === 413 || status === 415) refuse(response, status)
    else send(response, 'application/json', JSON.stringify(body), status)
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

  async function close(): Promise<void> {
    clearTimeout(waiting)
    stream.close()
    await server.close()
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

function send(response: ServerResponse, type: string, body: string, status = 200): void {
  response.writeHead(status, { 'Content-Type': type })
  response.end(body)
}

/** A refusal gives no reason. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' })
  response.end()
}
