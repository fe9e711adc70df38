import type { ClientLogLine } from '../catalogue-entry.ts'

/**
 * Callback flags stand in the client's log by their names ("Common native mode client -> MP error messages and what to
 * do about them", which shows three of them).
 */
export function flagLine(flag: string): ClientLogLine {
  const shown = ['CERT_REV_FAILED', 'INVALID_CA', 'CERT_CN_INVALID'].includes(flag)
  return {
    file: 'CcmExec.log',
    line: `WINHTTP_CALLBACK_STATUS_FLAG_${flag}`,
    confidence: shown ? 'documented' : 'inferred',
  }
}

/** The wording of 2007 is remembered, not seen: later versions write Options where this one writes Protocol. */
export function errorLine(code: number, name: string): ClientLogLine {
  return {
    file: 'CcmExec.log',
    line: `[CCMHTTP] HTTP ERROR: URL=…, Port=…, Protocol=…, SSLOptions=…, Code=${code}, Text=${name}`,
    confidence: 'inferred',
  }
}

/** An answer that is no success; the wording is that of later versions. */
export const statusLine: ClientLogLine = {
  file: 'CcmExec.log',
  line: '[CCMHTTP] ERROR: URL=…, Port=…, Options=…, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE',
  confidence: 'inferred',
}
