import { explain } from '../evidence/explanation/explain.ts'
import type { Found } from '../evidence/explanation/pick-codes.ts'
import { cut } from './client-log.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import { failingCodes, reportedBy } from './message-text.ts'
import type { LogLine, Statement } from './statement.ts'
import { fieldReader, hostOfFolder, machineOf, momentOf, type Fields } from './web-server-log.ts'

/**
 * The error log of HTTP.sys, `httperr` and a number: what it refuses itself, and the connections that it gives up, none of
 * which reach the log of a web site. KB 820729 knows it without a heading, in this order; servers write the heading.
 */
export const httpErrorLogFormat: LogFormat = {
  kind: 'http-error-log',
  knows: (line) =>
    line.startsWith('#Software: Microsoft HTTP API') ||
    /^#Fields:.* s-reason\b/.test(line) ||
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ \d+ \S+ \d+ \S+ \S+ \S+ (?:\d{3}|-) (?:\d+|-) [A-Z]\S+(?: \S+)?\s*$/.test(
      line,
    ),
  open: httpErrorLogReader,
}

const documentedFields =
  '#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason'

function httpErrorLogReader(file: string): LogReader {
  const reader = fieldReader()
  const withoutQueue = fieldReader(documentedFields)
  const withQueue = fieldReader(`${documentedFields} s-queuename`)
  let headed = false
  let unread = 0
  return {
    read({ text, number }) {
      if (text === '' || text === '\u0000') return []
      headed ||= text.startsWith('#Fields:')
      const fields =
        reader.fields(text) ?? (headed ? undefined : (withQueue.fields(text) ?? withoutQueue.fields(text)))
      const reason = fields?.('s-reason')
      const codes = fields && reason !== undefined ? codesOf(fields, reason) : undefined
      if (!fields || !codes) {
        if (!text.startsWith('#')) unread++
        return []
      }
      return codes.length > 0 ? [statementOf(fields, codes, { file, line: number, text: cut(text) })] : []
    },
    end: () => [],
    unread: () => unread,
  }

  function statementOf(fields: Fields, codes: readonly Found[], line: LogLine): Statement {
    const host = hostOfFolder(file)
    const address = fields('s-ip')
    return {
      end: 'server',
      at: momentOf(fields('date') ?? reader.day(), fields('time')),
      failed: true,
      hosts: [...new Set([address, host].filter((one) => one !== undefined))],
      port: Number(fields('s-port')) || null,
      url: null,
      path: fields('cs-uri')?.replace(/\?.*/, '') ?? null,
      client: fields('c-ip') ?? null,
      machine: machineOf(fields, file),
      thread: '',
      status: Number(fields('sc-status')) || null,
      substatus: null,
      win32: null,
      codes,
      seen: null,
      ownFault: null,
      diagnosis: [],
      lines: [line],
    }
  }
}

/** Empty where nothing is wrong, as of an idle connection; a reason that is not known leaves the status, or undefined. */
function codesOf(fields: Fields, reason: string): Found[] | undefined {
  const status = fields('sc-status')
  const readings = explain(reason)
  if (readings.length === 0) return status === undefined ? undefined : failingCodes(`${status} 0 0`, 'server')
  return reportedBy('server', { written: status === undefined ? reason : `${status} ${reason}`, readings })
}
