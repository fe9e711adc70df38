import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shipped } from '../shipped.ts'
import type { Journal, RecordedEvent } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import { InputError, EnvironmentError } from '../errors.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { isAdmitted } from './admission.ts'
import { createEventStream } from './event-stream.ts'
import { changesPicture, countersEvent, pictureEvent, rowEvent, rowsEvent } from './live-fragments.ts'
import { livePage } from './live-page.ts'
import { liveStyle } from './live-style.ts'
import { createStepQueue } from './step-queue.ts'

/** The page on which a hierarchy is seen and moved while it is served. */
export interface LivePage {
  /** With its token: who has it may do all that the page can. */
  url: string
  /** Is to be told of what happens. */
  heard(event: RecordedEvent): void
  close(): Promise<void>
}

/** Bytes of a step. */
const longestStep = 64 * 1024
/** Milliseconds in which what changes is put together. */
const pause = 100

/** Opens the page on 127.0.0.1. Throws an `EnvironmentError` when the port cannot be had. `port` 0: the machine's choice. */
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

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.maxConnections = 64

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', file = ''] = /^\/([^/?]*)\/([^?]*)$/.exec(request.url ?? '') ?? []
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!isAdmitted({ token: given, headers: request.headers }, token, host)) {
      refuse(response, 403)
      return
    }
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

  /** Many changes at once are one change for who looks. */
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

  return {
    url: `http://${host}/${token}/`,
    heard(event) {
      if (event.type === 'attempt') stream.send(rowEvent(event.attempt))
      pictureChanged ||= changesPicture(event)
      changed()
    },
    async close() {
      clearTimeout(waiting)
      stream.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
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

/** Whoever is refused learns nothing more. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' })
  response.end()
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > longestStep) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
