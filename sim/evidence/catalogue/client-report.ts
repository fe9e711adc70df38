import type { CatalogueEntry, ClientLogLine } from '../catalogue-entry.ts'
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
    clientLog: flagLine(flag),
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

/** The web server answers with an error status; the wording of the client's line is from later versions. */
export const reportedByStatus = {
  winHttp: null,
  clientLog: {
    file: 'CcmExec.log',
    line: '[CCMHTTP] ERROR: URL=…, Port=…, Options=…, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE',
    confidence: 'inferred',
  },
  stateMessage: managementPointFailed,
} satisfies Omit<ClientReport, 'webServer'>

/** The wording of 2007 is from memory, not from a log: later versions write Options where this one writes Protocol. */
export function loggedAsWinHttpError(code: WinHttpCode): Pick<CatalogueEntry, 'winHttp' | 'clientLog'> {
  const winHttp = winHttpError(code)
  const line = `[CCMHTTP] HTTP ERROR: URL=…, Port=…, Protocol=…, SSLOptions=…, Code=${code}, Text=${winHttp.name}`
  return { winHttp, clientLog: { file: 'CcmExec.log', line, confidence: 'inferred' } }
}

/**
 * The client's log names callback flags ("Common native mode client -> MP error messages and what to do about them",
 * which shows three of them).
 */
function flagLine(flag: CallbackFlag): ClientLogLine {
  const isShown = ['CERT_REV_FAILED', 'INVALID_CA', 'CERT_CN_INVALID'].includes(flag)
  return {
    file: 'CcmExec.log',
    line: flagPrefix + flag,
    confidence: isShown ? 'documented' : 'inferred',
  }
}
