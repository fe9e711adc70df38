import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type * as z from 'zod'
import { clockSetTo, type RecordedHierarchy } from '../evidence/recording/recording.ts'
import { sourceOfValue } from '../model/source/source.ts'
import { zodProblems } from '../model/source/zod-problems.ts'
import { InputError } from '../errors.ts'
import { packageVersion } from '../shipped.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { openApi, operations, queries, type OperationId } from './interface-described.ts'
import { isOfOwnOrigin, isSame, openLoopbackServer } from './loopback-server.ts'
import { answerStep, type Refusal, type StepQueue } from './step-queue.ts'

/** The HTTP interface of a hierarchy that is being served. Close it, or declare it with `await using`. */
export interface Interface extends AsyncDisposable {
  url: string
  /** Permits everything that the interface can do. */
  token: string
}

interface Served {
  recorded: RecordedHierarchy
  steps: StepQueue
  /** What `serve --json` prints. */
  opened(): object
  /** Path of the recording; undefined where there is none. */
  recording: string | undefined
}

interface Access {
  /** 0 lets the machine choose. */
  port: number
  /** By default a random one. */
  token: string | undefined
}

/** Opens the interface on 127.0.0.1. Throws an `EnvironmentError` if the port is not available. */
export async function openInterface(
  served: Served,
  { port, token = randomBytes(16).toString('hex') }: Access,
): Promise<Interface> {
  const server = await openLoopbackServer({
    port,
    what: 'the HTTP interface',
    portOption: '--api-port',
    answer,
  })
  const hosts = [`127.0.0.1:${server.port}`, `localhost:${server.port}`]

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('X-Content-Type-Options', 'nosniff')
    if (!isOfOwnOrigin(request.headers, hosts) || request.headers.origin !== undefined) {
      refuse(response, 403, `only programs on this machine are answered, at http://${hosts[0]}`)
      return
    }
    const isKnown = isSame(request.headers.authorization ?? '', `Bearer ${token}`)
    if (isKnown) server.admit(request)
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    const there = keysOf(operations).filter((id) => operations[id].path === url.pathname)
    const id = there.find((one) => operations[one].method === request.method)
    if (!isKnown && (id === undefined || operations[id].token)) {
      response.setHeader('WWW-Authenticate', 'Bearer')
      refuse(response, 401, 'the token is missing, or another; send the header Authorization: Bearer TOKEN')
    } else if (id !== undefined) {
      await answerOperation(id, url.searchParams, request, response)
    } else if (there.length > 0) {
      response.setHeader('Allow', there.map((one) => operations[one].method).join(', '))
      refuse(response, 405, `${url.pathname} does not take ${request.method}`)
    } else {
      refuse(response, 404, `nothing is at ${url.pathname}; /openapi.json lists what is`)
    }
  }

  async function answerOperation(
    id: OperationId,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      await answers[id](Object.fromEntries(query), request, response)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      refuse(response, 400, error.message)
    }
  }

  const { recorded, steps } = served
  const answers: Readonly<
    Record<
      OperationId,
      (query: object, request: IncomingMessage, response: ServerResponse) => void | Promise<void>
    >
  > = {
    health: sending(queries.none, () => ({ status: 'open', version: packageVersion() })),
    describe: sending(queries.none, openApi),
    listListeners: sending(queries.none, served.opened),
    showHierarchy: sending(queries.none, () => {
      const { name, domain, sites } = recorded.now
      return { name, domain, clockSetTo: clockSetTo(recorded), sites }
    }),
    listClients: sending(queries.clients, (query) => {
      const { items, next } = pageOf(recorded.now.clients, query)
      return { clients: items, next }
    }),
    listAttempts: sending(queries.attempts, (query) => {
      const { items, next } = pageOf(recorded.attempts, query, ({ attempt }) => isLike(attempt, query))
      return { attempts: items.map(({ attempt }) => attempt), next }
    }),
    listConnections: sending(queries.connections, (query) => {
      const { foreign, foreignLeftOut } = recorded
      const { items, next } = pageOf(foreign, query, (one) => isLike(one, query), foreignLeftOut)
      return { connections: items, next }
    }),
    async readRecording(query, _request, response) {
      read(queries.none, query)
      if (served.recording === undefined) {
        refuse(response, 409, 'nothing is recorded in a file; start serve with --out DIR')
        return
      }
      // Up to here every line is whole.
      const { size } = await stat(served.recording)
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Content-Length': size })
      await pipeline(createReadStream(served.recording, { end: size - 1 }), response)
    },
    async takeStep(query, request, response) {
      read(queries.none, query)
      const { status, body } = await answerStep(request, steps)
      send(response, status, body)
    },
  }

  return {
    url: `http://${hosts[0]}`,
    token,
    [Symbol.asyncDispose]: server.close,
  }
}

/** Answers with what is found for a query. */
function sending<Query extends z.ZodType>(schema: Query, find: (query: z.output<Query>) => object) {
  return (query: object, _request: IncomingMessage, response: ServerResponse): void =>
    send(response, 200, find(read(schema, query)))
}

/** Throws an `InputError` that names each parameter that is wrong. */
function read<Query extends z.ZodType>(schema: Query, query: object): z.output<Query> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  throw new InputError(zodProblems(parsed.error, sourceOfValue(query), schema))
}

interface Page {
  after?: number | undefined
  limit: number
}

/** Of a list that grows, the items that follow a place; `leftOut`: how many the list has lost at its beginning. */
function pageOf<Item>(
  list: readonly Item[],
  { after = 0, limit }: Page,
  isWanted: (item: Item) => boolean = () => true,
  leftOut = 0,
): { items: Item[]; next: number } {
  const items: Item[] = []
  let next = Math.max(after, leftOut)
  for (const item of list.slice(next - leftOut)) {
    if (items.length === limit) break
    if (isWanted(item)) items.push(item)
    next += 1
  }
  return { items, next }
}

/** Whether an item has all the values that a query asks for. */
function isLike(item: object, query: Page): boolean {
  const values = new Map<string, unknown>(Object.entries(item))
  return Object.entries(query).every(
    ([name, value]) => name in queries.clients.shape || value === undefined || values.get(name) === value,
  )
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

function refuse(response: ServerResponse, status: number, problem: string): void {
  const body: Refusal = { problem }
  send(response, status, body)
}
