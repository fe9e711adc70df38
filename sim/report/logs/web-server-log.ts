import type { ServedRequest } from '../../evidence/connection.ts'
import { win32StatusOf } from '../../evidence/logged.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { groupBy } from '../lists.ts'
import { runFolder, safeName, type TextFile } from '../output-file.ts'

/**
 * W3C extended log file format, with the default fields of IIS 7, which IIS 6.0 can be set to log as well ("W3C
 * Extended Log File Format", IIS 6.0). Programs that read such logs expect this order.
 */
const fields = [
  'date',
  'time',
  's-ip',
  'cs-method',
  'cs-uri-stem',
  'cs-uri-query',
  's-port',
  'cs-username',
  'c-ip',
  'cs(User-Agent)',
  'cs(Referer)',
  'sc-status',
  'sc-substatus',
  'sc-win32-status',
  'time-taken',
] as const

/**
 * The log of each site system's web server: one file a day, `exYYMMDD.log`, as IIS 6.0 names them. A failed handshake
 * leaves no line, since it ends below the web server; nor does a request that was never answered, since the line is
 * written with the answer. Requests that HTTP.sys refuses are in its own log. Times are UTC, by the simulation's clock.
 */
export function webServerLogs(hierarchy: RecordedHierarchy, index: number): TextFile[] {
  const servers = `${runFolder(hierarchy, index)}/servers`
  const answered = hierarchy.requests.filter(({ status, httpError }) => status !== 0 && !httpError)
  const refused = hierarchy.requests.filter(({ httpError }) => httpError)
  const served = groupBy(answered, ({ at, system }) => {
    const day = at.slice(2, 10).replaceAll('-', '')
    return `${servers}/${safeName(system)}/ex${day}.log`
  })
  const errors = groupBy(refused, ({ system }) => `${servers}/${safeName(system)}/httperr1.log`)
  return [
    ...[...served].map(([path, requests]) => ({
      path,
      text: logText('Microsoft Internet Information Services 6.0', fields, requests, requestLine),
    })),
    ...[...errors].map(([path, requests]) => ({
      path,
      text: logText('Microsoft HTTP API 1.0', errorFields, requests, errorLine),
    })),
  ]
}

function logText(
  software: string,
  columns: readonly string[],
  requests: readonly [ServedRequest, ...ServedRequest[]],
  lineOf: (request: ServedRequest) => string,
): string {
  const [first] = requests
  return [
    `#Software: ${software}`,
    '#Version: 1.0',
    `#Date: ${first.at.slice(0, 19).replace('T', ' ')}`,
    `#Fields: ${columns.join(' ')}`,
    ...requests.map(lineOf),
    '',
  ].join('\r\n')
}

function requestLine(request: ServedRequest): string {
  const values: Record<(typeof fields)[number], string | number | null> = {
    date: request.at.slice(0, 10),
    time: request.at.slice(11, 19),
    's-ip': request.serverAddress,
    'cs-method': request.method,
    'cs-uri-stem': request.path,
    'cs-uri-query': request.query,
    's-port': request.serverPort,
    'cs-username': request.account ?? null,
    'c-ip': request.clientAddress,
    'cs(User-Agent)': request.userAgent,
    'cs(Referer)': null,
    'sc-status': request.status,
    'sc-substatus': request.substatus,
    'sc-win32-status': win32StatusOf(request),
    'time-taken': Math.round(request.durationMs),
  }
  return fields.map((name) => field(values[name])).join(' ')
}

/**
 * The fields of the log of HTTP.sys, `httperr` and a number, in their order ("Error logging in HTTP APIs", KB 820729): what
 * it refuses never reaches a web site, and its log. The queue is named where a request has reached one.
 */
const errorFields = [
  'date',
  'time',
  'c-ip',
  'c-port',
  's-ip',
  's-port',
  'cs-version',
  'cs-method',
  'cs-uri',
  'sc-status',
  's-siteid',
  's-reason',
  's-queuename',
] as const

function errorLine(request: ServedRequest): string {
  const values: Record<(typeof errorFields)[number], string | number | null> = {
    date: request.at.slice(0, 10),
    time: request.at.slice(11, 19),
    'c-ip': request.clientAddress,
    'c-port': request.clientPort,
    's-ip': request.serverAddress,
    's-port': request.serverPort,
    'cs-version': request.httpError?.version ?? null,
    'cs-method': request.method,
    'cs-uri': request.query === '' ? request.path : `${request.path}?${request.query}`,
    'sc-status': request.status,
    's-siteid': null,
    's-reason': request.httpError?.reason ?? null,
    's-queuename': null,
  }
  return errorFields.map((name) => field(values[name])).join(' ')
}

/** Blanks within a field become plus signs; a missing value is a dash. */
function field(value: string | number | null): string {
  return value === null || value === '' ? '-' : `${value}`.replaceAll(/[\s\p{Cc}]+/gu, '+')
}
