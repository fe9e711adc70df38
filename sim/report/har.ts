import type { HttpExchange } from '../evidence/connection.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'
import type { Recording, RecordedHierarchy } from '../evidence/recording/recording.ts'
import { groupBy } from './lists.ts'
import { later, runFolder, safeName, type OutputFile } from './output-file.ts'

/** An HTTP archive (HAR 1.2) for each client of a hierarchy: its requests and their responses. */
export function httpArchives(hierarchy: RecordedHierarchy, index: number, { run }: Recording): OutputFile[] {
  const lines = hierarchy.attempts.filter(({ exchanges }) => exchanges.length > 0)
  const byClient = groupBy(lines, ({ attempt }) => attempt.client)
  return [...byClient].map(([client, lines]) => {
    const path = `${runFolder(hierarchy, index)}/clients/${safeName(client)}/${safeName(client)}.har`
    return { path, text: later(() => [archiveText(hierarchy, lines, run)]) }
  })
}

/** One archive (HAR 1.2) of all clients of a hierarchy. */
export function httpArchive(hierarchy: RecordedHierarchy, { run }: Pick<Recording, 'run'>): string {
  return archiveText(hierarchy, hierarchy.attempts, run)
}

function archiveText(
  hierarchy: RecordedHierarchy,
  lines: readonly AttemptEnded[],
  run: Recording['run'],
): string {
  const page = {
    id: 'page',
    title: hierarchy.scenario?.name ?? hierarchy.opened.name,
    startedDateTime: hierarchy.openedAt,
  }
  const log = {
    version: '1.2',
    creator: { name: 'sitemode', version: run?.versions.sitemode ?? '' },
    pages: [{ ...page, pageTimings: {} }],
    entries: lines.flatMap((line) => line.exchanges.map((exchange, place) => entry(line, exchange, place))),
  }
  return `${JSON.stringify({ log }, null, 1)}\n`
}

/** One request. Where no response began, the status is 0 and `_error` says why, as in Chromium's archives. */
function entry({ attempt, ends, times }: AttemptEnded, exchange: HttpExchange, place: number): object {
  const { method, url, atMs, requestHeaders, requestBody, answer, waitMs, receiveMs } = exchange
  // Later requests use the connection of the first.
  const connecting = place === 0 && times.connectMs !== null
  const tls = times.tlsMs ?? -1
  const timings = {
    blocked: -1,
    dns: -1,
    // HAR counts the TLS handshake in `connect` as well as in `ssl`.
    connect: connecting ? (times.connectMs ?? 0) + Math.max(0, tls) : -1,
    ssl: connecting ? tls : -1,
    send: 0,
    wait: waitMs,
    receive: receiveMs,
  }
  return {
    pageref: 'page',
    startedDateTime: new Date(Date.parse(attempt.startedAt) + atMs).toISOString(),
    time: Math.max(0, timings.connect) + waitMs + receiveMs,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(requestHeaders),
      queryString: named([...new URL(url).searchParams]),
      ...(requestBody.bytes > 0 && {
        postData: { ...contentOf(requestHeaders), text: requestBody.text ?? '' },
      }),
      headersSize: -1,
      bodySize: requestBody.bytes,
    },
    response: {
      status: answer?.status ?? 0,
      statusText: answer?.reason ?? '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(answer?.headers ?? []),
      content: answer
        ? {
            size: answer.body.bytes,
            ...contentOf(answer.headers),
            ...(answer.body.text !== undefined && { text: answer.body.text }),
          }
        : { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: -1,
      bodySize: answer?.body.bytes ?? -1,
      ...(answer === null && { _error: attempt.client_end?.code ?? '' }),
    },
    cache: {},
    timings,
    ...(ends && { serverIPAddress: ends.serverAddress, connection: `${ends.clientPort}` }),
    _attempt: attempt.id,
    ...(attempt.diagnosis !== null && { _diagnosis: attempt.diagnosis }),
  }
}

function contentOf(headers: HttpExchange['requestHeaders']): { mimeType: string } {
  const [, type = 'application/octet-stream'] =
    headers.find(([name]) => name.toLowerCase() === 'content-type') ?? []
  return { mimeType: type }
}

function named(pairs: readonly (readonly [string, string])[]): { name: string; value: string }[] {
  return pairs.map(([name, value]) => ({ name, value }))
}
