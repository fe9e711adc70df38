import type { CatalogueEntry } from '../catalogue-entry.ts'
import { errorLine, flagLine } from '../codes/client-log-lines.ts'
import { managementPointFailed } from '../codes/state-messages.ts'
import { secureFailure, winHttpError } from '../codes/winhttp-errors.ts'

type Reported = Pick<CatalogueEntry, 'winHttp' | 'webServer' | 'clientLog' | 'stateMessage'>

/** Below the web server, which logs no line: the real client knows it by this code of WinHTTP's alone. */
export function reportedByWinHttp(code: number): Reported & Pick<CatalogueEntry, 'reference' | 'confidence'> {
  const winHttp = winHttpError(code)
  return {
    winHttp,
    webServer: null,
    clientLog: errorLine(winHttp.code, winHttp.name),
    stateMessage: managementPointFailed,
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
  }
}

/** The same where WinHTTP names the sort of failure by a flag of its callback. */
export function reportedByFlag(flag: string): Reported {
  return {
    winHttp: secureFailure(flag),
    webServer: null,
    clientLog: flagLine(flag),
    stateMessage: managementPointFailed,
  }
}
