import type { ServedRequest } from '../../evidence/connection.ts'
import { win32StatusOf } from '../../evidence/logged.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { groupBy } from '../lists.ts'
import { runFolder, safeName, type OutputFile } from '../output-file.ts'

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
 * written with the answer. Times are UTC, by the simulation's clock.
 */
export function webServerLogs(hierarchy: RecordedHierarchy, index: number): OutputFile[] {
  const servers = `${runFolder(hierarchy, index)}/servers`
  const answered = hierarchy.requests.filter(({ status }) => status !== 0)
  const files = groupBy(answered, ({ at, system }) => {
    const day = at.slice(2, 10).replaceAll('-', '')
    return `${servers}/${safeName(system)}/ex${day}.log`
  })
  return [...files].map(([path, requests]) => ({ path, text: logText(requests) }))
}

function logText(requests: readonly [ServedRequest, ...ServedRequest[]]): string {
  const [first] = requests
  return [
    '#Software: Microsoft Internet Information Services 6.0',
    '#Version: 1.0',
    `#Date: ${first.at.slice(0, 19).replace('T', ' ')}`,
    `#Fields: ${fields.join(' ')}`,
    ...requests.map(requestLine),
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
    'cs-username': null,
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

/** Blanks within a field become plus signs; a missing value is a dash. */
function field(value: string | number | null): string {
  return value === null || value === '' ? '-' : `${value}`.replaceAll(/[\s\p{Cc}]+/gu, '+')
}
