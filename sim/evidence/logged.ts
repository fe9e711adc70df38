import { isWebProtocol } from '../vocabulary/network.ts'
import type { ClientEvidence } from './end-evidence.ts'
import { byFrequency, catalogue } from './catalogue.ts'
import type { CatalogueEntry, ClientLogLine, WebServerLog, WinHttpError } from './catalogue-entry.ts'
import { errorLines, statusLines } from './catalogue/client-report.ts'
import { alertOf, bytesOfAnAlert, cutOffCodes } from './catalogue/symptoms.ts'
import { win32Statuses } from './codes/win32-statuses.ts'
import { secureFailure, winHttpError } from './codes/winhttp-errors.ts'
import type { ServedRequest } from './connection.ts'
import { fits } from './diagnosis.ts'

/** What the real client's log shows of a request that failed. */
export interface ClientLog {
  /** null where a web server answered. */
  winHttp: WinHttpError | null
  lines: readonly ClientLogLine[]
}

/**
 * What the client's log shows of a failed attempt by HTTP or HTTPS: by the client's evidence alone, since the client
 * learns neither what the server saw nor which failure it was.
 */
export function clientLogOf(end: ClientEvidence): ClientLog {
  if (isStatus(end.code)) return { winHttp: null, lines: statusLines }
  // The role has not said what it should, but HTTP has done its part.
  if (end.code === 'UNEXPECTED_ANSWER') return { winHttp: null, lines: [] }
  const winHttp = foundByClient(end) ?? symptomOf(end)
  return { winHttp, lines: errorLines(winHttp) }
}

const logsByEntry = new WeakMap<CatalogueEntry, readonly ClientLog[]>()

/** What a client's log can show of a failure: the catalogue's own report first, then what its sightings amount to. */
export function clientLogsOf(entry: CatalogueEntry): readonly ClientLog[] {
  const known = logsByEntry.get(entry)
  if (known) return known
  const { winHttp, sightings, elsewhere, provocation } = entry
  if (!isWebProtocol(provocation.protocol ?? 'https')) return []
  const seen = [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])]
  const ends = seen.flatMap(({ stage, codes }) =>
    [stage].flat().flatMap((reached) => codes.map((code) => ({ ...nothingElse, stage: reached, code }))),
  )
  const logs = [
    ...(winHttp ? [{ winHttp, lines: errorLines(winHttp) }] : []),
    ...ends.filter(isOfWeb).map(clientLogOf),
  ]
  const distinct = [
    ...new Map(logs.map((log) => [log.lines.map(({ line }) => line).join('\n'), log])).values(),
  ]
  logsByEntry.set(entry, distinct)
  return distinct
}

/** A client without a certificate: one that has one sees the same, but for the want of it. */
const nothingElse = { message: '', received: 0, own: { certificate: null, fault: null } } as const

/**
 * The `sc-win32-status` beside a status: the catalogue's for what the server refused the client for, or else for the
 * most frequent failure with this status. 0 where nothing is wrong.
 */
export function win32StatusOf({
  status,
  substatus,
  refused,
  challenged,
  aborted,
}: Pick<ServedRequest, 'status' | 'substatus' | 'refused' | 'challenged' | 'aborted'>): number {
  if (challenged) return win32Statuses.SEC_E_NO_CREDENTIALS.code
  if (aborted) return win32Statuses.ERROR_NETNAME_DELETED.code
  if (status < 400) return 0
  const logged = byFrequency.flatMap((entry) =>
    entry.webServer?.status === status ? [{ entry, log: entry.webServer }] : [],
  )
  const exact = logged.filter(({ log }) => (log.substatus ?? 0) === substatus)
  const found =
    exact.find(({ entry }) => refused !== undefined && isRefusal(entry, refused)) ?? exact[0] ?? logged[0]
  return win32In(found?.log)
}

function win32In(log: WebServerLog | undefined): number {
  return log?.win32 ?? 0
}

function isRefusal({ sightings }: CatalogueEntry, code: string): boolean {
  return sightings.some(({ server }) => server?.stage === 'tls' && server.codes.includes(code))
}

/** `403`, `403.7`: the evidence of a client that was answered. */
function isStatus(code: string): boolean {
  return /^\d{3}(?:\.\d+)?$/.test(code)
}

/** The error of a failure that the client finds without the server's word. */
function foundByClient(end: ClientEvidence): WinHttpError | null {
  const found = catalogue.find(
    ({ winHttp, sightings }) =>
      winHttp !== null && sightings.some(({ client, server }) => server === null && fits(client, end)),
  )
  return found?.winHttp ?? null
}

const timeoutCodes: readonly string[] = [
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ERR_ANSWER_TOO_SLOW',
]

/** The error of WinHTTP for what can have several causes. */
function symptomOf(end: ClientEvidence): WinHttpError {
  const { stage, code } = end
  if (timeoutCodes.includes(code)) return winHttpError(12002)
  if (stage === 'resolve') return winHttpError(12007)
  const isCutOff = cutOffCodes.some((cutOff) => cutOff === code)
  if (stage === 'connect') return winHttpError(isCutOff ? 12030 : 12029)
  if (isCutOff) return winHttpError(12030)
  if (stage === 'tls') return handshakeError(end)
  return winHttpError(isNotHttp(code) ? 12152 : 12030)
}

function handshakeError(end: ClientEvidence): WinHttpError {
  const { code, own } = end
  if (isAskedInVain(end)) return winHttpError(own?.fault === '0x87D00283' ? 12185 : 12044)
  if (code === 'UNSPECIFIED') return secureFailure('INVALID_CERT')
  if (code === 'UNABLE_TO_GET_ISSUER_CERT' || code === 'CERT_SIGNATURE_FAILURE')
    return secureFailure('INVALID_CA')
  const alert = alertOf(code)
  const nothingShared =
    alert === 'PROTOCOL_VERSION' ||
    alert === 'HANDSHAKE_FAILURE' ||
    code === 'ERR_SSL_UNSUPPORTED_PROTOCOL' ||
    code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'
  return nothingShared ? secureFailure('SECURITY_CHANNEL_ERROR') : winHttpError(12157)
}

/** The server wants a certificate, and says so, or ends the handshake after it has shown its own. */
function isAskedInVain({ code, received, own }: ClientEvidence): boolean {
  const alert = alertOf(code)
  return (
    own?.certificate === null &&
    (alert === 'CERTIFICATE_REQUIRED' || (alert === 'HANDSHAKE_FAILURE' && received > bytesOfAnAlert))
  )
}

/** An answer that ends too early is no answer of another kind. */
function isNotHttp(code: string): boolean {
  return code === 'HTTPParserError' || (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE')
}

function isOfWeb({ stage }: ClientEvidence): boolean {
  return stage === 'resolve' || stage === 'connect' || stage === 'tls' || stage === 'http'
}
