import type { CatalogueEntry, ClientLogLine, WinHttpError } from '../catalogue-entry.ts'
import { managementPointFailed } from '../codes/client-codes.ts'
import {
  flagPrefix,
  secureFailure,
  winHttpError,
  type CallbackFlag,
  type WinHttpCode,
} from '../codes/winhttp-errors.ts'

/**
 * What the real product reports of a failure: the client's error, log line and state message, and the web server's
 * line.
 */
export type ClientReport = Pick<CatalogueEntry, 'winHttp' | 'webServer' | 'clientLog' | 'stateMessage'>

/** The failure lies below the web server, which logs no line; the real client knows it only by this code of WinHTTP. */
export function reportedByWinHttp(
  code: WinHttpCode,
): ClientReport & Pick<CatalogueEntry, 'reference' | 'confidence'> {
  const { winHttp, clientLog } = loggedAsWinHttpError(code)
  return {
    winHttp,
    webServer: null,
    clientLog,
    stateMessage: managementPointFailed,
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
  }
}

/** The failure lies below the web server, and WinHTTP names its kind by a flag of its callback. */
export function reportedByFlag(flag: CallbackFlag): ClientReport {
  return {
    winHttp: secureFailure(flag),
    webServer: null,
    clientLog: flagLine(flagPrefix + flag),
    stateMessage: managementPointFailed,
  }
}

/** Neither WinHTTP nor a web server takes part, and no wording of the real client's log is known. */
export const reportedByNothing = {
  winHttp: null,
  webServer: null,
  clientLog: null,
  stateMessage: null,
} satisfies ClientReport

const file = 'CcmExec.log'

/**
 * An error of the client's own HTTP. The wording is that of later versions, from public logs: no such line of 2007 was
 * found. `Options` has the client's SSL options: 0 in mixed mode, 31 in native mode, and 32 and 64 more for checking
 * revocation and for falling back to HTTP.
 */
function errorLine(code: number, text: string): ClientLogLine {
  const line = `[CCMHTTP] ERROR: URL=…, Port=…, Options=…, Code=${code}, Text=${text}`
  return { file, line, confidence: 'inferred' }
}

const badStatus = errorLine(0, 'CCM_E_BAD_HTTP_STATUS_CODE')

/** The lines of a client that was answered with an error status: it has no error of WinHTTP. */
export const statusLines: readonly ClientLogLine[] = [
  badStatus,
  { file, line: '[CCMHTTP] ERROR INFO: StatusCode=… StatusText=…', confidence: 'inferred' },
]

/** The lines of a client that was not answered. */
export function errorLines({ code, name, flags = [] }: WinHttpError): ClientLogLine[] {
  return [...flags.map(flagLine), errorLine(code, name)]
}

/** The web server answers with an error status. */
export const reportedByStatus = {
  winHttp: null,
  clientLog: badStatus,
  stateMessage: managementPointFailed,
} satisfies Omit<ClientReport, 'webServer'>

export function loggedAsWinHttpError(code: WinHttpCode): Pick<CatalogueEntry, 'winHttp' | 'clientLog'> {
  const winHttp = winHttpError(code)
  return { winHttp, clientLog: errorLine(winHttp.code, winHttp.name) }
}

/**
 * The client's log names callback flags ("Common native mode client -> MP error messages and what to do about them",
 * which shows three of them).
 */
function flagLine(flag: string): ClientLogLine {
  const isShown = ['CERT_REV_FAILED', 'INVALID_CA', 'CERT_CN_INVALID'].includes(flag.replace(flagPrefix, ''))
  return { file, line: `[CCMHTTP] : ${flag} is set`, confidence: isShown ? 'documented' : 'inferred' }
}
