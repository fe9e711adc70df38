import type { CatalogueEntry } from '../catalogue-entry.ts'
import { bitsErrors } from '../codes/bits-errors.ts'
import { bootCodes } from '../codes/boot-codes.ts'
import { browserCodes, curlCodes } from '../codes/browser-codes.ts'
import { clientErrors, managementPointRequests, stateMessages } from '../codes/client-codes.ts'
import type { CodeTable } from '../codes/code-table.ts'
import { httpSysReasons } from '../codes/http-sys-reasons.ts'
import { iisStatuses } from '../codes/iis-statuses.ts'
import { opensslCodes } from '../codes/openssl-codes.ts'
import { schannelEvents } from '../codes/schannel-events.ts'
import { tlsAlerts } from '../codes/tls-alerts.ts'
import { updateAgentErrors } from '../codes/update-agent-errors.ts'
import { callbackStatuses } from '../codes/winhttp-errors.ts'
import { wininetErrors } from '../codes/wininet-errors.ts'
import { statusLines } from '../catalogue/client-report.ts'
import { clientLogsOf } from '../logged.ts'
import type { End } from '../../vocabulary/network.ts'
import { hexadecimal, statusWithin, withoutFacility, writtenNumber } from './numbers.ts'
import {
  atEither,
  atEnd,
  codesAtClient,
  codesAtServer,
  entriesWhere,
  known,
  readingOf,
  type Reader,
  type Reading,
  type Referring,
} from './reading.ts'

/** Whether a failure shows a key, by the end. */
type Shows = Readonly<Record<End, (entry: CatalogueEntry, key: string) => boolean>>

const seenByOurs: Shows = {
  client: (entry, key) => codesAtClient(entry).includes(key),
  server: (entry, key) => codesAtServer(entry).includes(key),
}

interface TableOptions {
  /** The key of a code in the table; the code itself by default. */
  keyOf?: (code: string) => string
  /** Whether a failure shows a key at an end; where our own end there sees the key, by default. */
  shows?: Partial<Shows>
  /** The keys mean something only beside a word that says so: a lone number is not read. */
  byNameOnly?: true
}

/** Reads the codes of a table by key and by name. */
function tableReader(table: CodeTable, options: TableOptions = {}): Reader {
  const { keyOf = (code: string) => code.toUpperCase(), shows, byNameOnly } = options
  const named = new Map<string, string>(
    Object.entries(table.codes).flatMap(([key, { name }]) => (name ? [[name.toUpperCase(), key]] : [])),
  )
  return {
    read(code) {
      const key = named.get(code.toUpperCase()) ?? (byNameOnly ? '' : keyOf(code))
      return readKey(table, key, shows)
    },
    codes: () => [...(byNameOnly ? [] : Object.keys(table.codes)), ...named.keys()],
  }
}

function readKey(table: CodeTable, key: string, shows?: Partial<Shows>): Referring[] {
  const found = known(table.codes, key)
  if (found === undefined) return []
  const { client, server } = { ...seenByOurs, ...shows }
  const ends = {
    client: entriesWhere((entry) => client(entry, key)),
    server: entriesWhere((entry) => server(entry, key)),
  }
  return [readingOf(table, key, found, table.end === 'either' ? ends : atEnd(table.end, atEither(ends)))]
}

/** The key of a table of 32-bit numbers. */
function asHexadecimal(code: string): string {
  const number = writtenNumber(code)
  return number === undefined ? '' : hexadecimal(number)
}

/** A status of the web server, with or without its substatus: `403`, `403.13`. */
const statusReader = tableReader(iisStatuses, {
  shows: {
    server(entry, key) {
      const [status, substatus] = key.split('.')
      const { webServer } = entry
      return (
        seenByOurs.server(entry, key) ||
        (webServer?.status === Number(status) &&
          // The log has 0 where there is no substatus.
          (substatus === undefined || (webServer.substatus ?? 0) === Number(substatus)))
      )
    },
  },
})

/** An answer of a web server as BITS and WinHTTP's users log it: `0x80190193`. */
const statusHresultReader: Reader = {
  read(code) {
    const number = writtenNumber(code) ?? 0
    const status = String(statusWithin(number) ?? '')
    return statusReader.read(status).map((reading) => ({
      ...reading,
      end: 'client',
      ends: atEnd('client', reading.candidates),
      kind: 'status of the web server, as an HRESULT',
      code: hexadecimal(number),
      name: `BG_E_HTTP_ERROR_${status}`,
      source: 'BITS Return Values (Bitsmsg.h)',
    }))
  },
  codes: () => [],
}

const sendFailed = '0x87D00231'
const badHttpStatus = '0x87D0027E'

/** The Configuration Manager client's own errors: `0x87D00282`, `-2016411006`. */
const clientErrorReader = tableReader(clientErrors, {
  keyOf: asHexadecimal,
  shows: {
    client(entry, key) {
      const logs = clientLogsOf(entry)
      // The client says so of every message that it could not post, beside the code of the failure itself.
      if (key === sendFailed) return logs.length > 0 || entry.webServer !== null
      return key === badHttpStatus
        ? logs.some(({ lines }) => lines === statusLines)
        : entry.clientError === key
    },
  },
})

/** A state message by topic and id: `1000/2`. */
const stateMessageReader = tableReader(stateMessages, {
  shows: {
    client: ({ stateMessage }, key) =>
      stateMessage !== null && `${stateMessage.topic}/${stateMessage.id}` === key,
  },
})

const spellings = new Map(Object.keys(httpSysReasons.codes).map((reason) => [reason.toUpperCase(), reason]))

/** Why HTTP.sys refused a request: `Verb`, `Timer_ConnectionIdle`. */
const httpSysReader = tableReader(httpSysReasons, {
  keyOf: (code) => spellings.get(code.toUpperCase()) ?? '',
  shows: { server: ({ httpSys = [] }, key) => httpSys.some((reason) => reason === key) },
})

export const tableReaders: readonly Reader[] = [
  tableReader(wininetErrors, {
    keyOf: (code) => String(withoutFacility(writtenNumber(code) ?? 0)),
  }),
  tableReader(callbackStatuses),
  statusReader,
  statusHresultReader,
  httpSysReader,
  clientErrorReader,
  stateMessageReader,
  tableReader(managementPointRequests),
  tableReader(bitsErrors, { keyOf: asHexadecimal }),
  tableReader(updateAgentErrors, { keyOf: asHexadecimal }),
  tableReader(schannelEvents),
  tableReader(opensslCodes),
  tableReader(browserCodes),
  tableReader(tlsAlerts, { byNameOnly: true }),
  tableReader(curlCodes, { byNameOnly: true }),
  tableReader(bootCodes),
]

/** Whether a meaning leaves the rest to the text beside it. */
export function isGeneral({ kind, code }: Reading): boolean {
  return [opensslCodes, curlCodes].some((table) => table.kind === kind && known(table.codes, code)?.general)
}

/** Tables whose numbers mean something only beside a word: `TLS alert 46`, `curl: (60)`. */
export const spokenTables = { alert: tlsAlerts, curl: curlCodes } as const

export function readSpoken(table: keyof typeof spokenTables, number: string): Referring[] {
  return readKey(spokenTables[table], String(Number(number)))
}
