import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import type { ServedRequest } from '../../evidence/connection.ts'
import { runFolder, safeName } from '../folders.ts'
import { grouped } from '../grouped.ts'
import type { OutputFile } from '../output-file.ts'

/**
 * W3C extended log file format; the fields that IIS 7 logs unless told otherwise, and IIS 6.0 if told so ("W3C Extended Log
 * File Format", IIS 6.0): what reads such logs expects them in this order.
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
 * What the web server of each site system logged: one file a day, `exYYMMDD.log`, as IIS 6.0 names them. Handshakes that failed
 * leave no line: they end below the web server. Nor does a request that was never answered: a line is written with the answer. Times are UTC, by the simulation's clock.
 */
export function webServerLogs(hierarchy: RecordedHierarchy, index: number): OutputFile[] {
  const servers = `${runFolder(hierarchy, index)}/servers`
  const answered = hierarchy.requests.filter(({ status }) => status !== 0)
  const files = grouped(answered, ({ at, system }) => {
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
  const written: Record<(typeof fields)[number], string | number | null> = {
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
    'sc-win32-status': win32Status(request),
    'time-taken': Math.round(request.durationMs),
  }
  return fields.map((name) => field(written[name])).join(' ')
}

/** A blank within a field is a plus sign; what is not there a dash. */
function field(value: string | number | null): string {
  return value === null || value === '' ? '-' : `${value}`.replaceAll(/[\s\p{Cc}]+/gu, '+')
}

/**
 * Windows' code beside a status: the network name is gone (64), the file is not found (2), access is denied (5), or the
 * certificate's own code (winerror.h: CRYPT_E_REVOKED, CERT_E_UNTRUSTEDROOT, CERT_E_EXPIRED); 0 where nothing is wrong.
 */
function win32Status({ aborted, status, substatus }: ServedRequest): number {
  if (aborted) return 64
  const codes: Record<string, number> = { '403.13': 0x80092010, '403.16': 0x800b0109, '403.17': 0x800b0101 }
  return codes[`${status}.${substatus}`] ?? { 403: 5, 404: 2 }[status] ?? 0
}
