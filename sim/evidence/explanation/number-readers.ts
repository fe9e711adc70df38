import type { CatalogueEntry } from '../catalogue-entry.ts'
import { win32Statuses, type Win32Status } from '../codes/win32-statuses.ts'
import {
  callbackFlags,
  flagPrefix,
  winHttpErrors,
  type WinHttpErrorMeaning,
} from '../codes/winhttp-errors.ts'
import { clientLogsOf } from '../logged.ts'
import { wininetNames } from '../codes/wininet-errors.ts'
import { hexadecimal, withoutFacility, writtenNumber } from './numbers.ts'
import { atEnd, entriesWhere, known, readingOf, type Reader, type Referring } from './reading.ts'

const winHttpPrefix = 'ERROR_WINHTTP_'

/** Numbers, names and HRESULTs of WinHTTP, and WinINet's names: `12175`, `ERROR_WINHTTP_SECURE_FAILURE`, `0x80072F8F`. */
export const winHttpReader: Reader = {
  read(code) {
    const upper = code.toUpperCase()
    const number =
      known(wininetNames, upper.replace(/^WININET_E_/, 'ERROR_INTERNET_')) ??
      withoutFacility(writtenNumber(code) ?? 0)
    const name = upper.replace(/^(?:ERROR_)?WINHTTP_/, '')
    return winHttpErrors
      .filter((error) => error.code === number || error.name === name)
      .map((error) => winHttpReading(error))
  },
  codes: () => [
    ...winHttpErrors.flatMap(({ code, name }) => [String(code), winHttpPrefix + name]),
    ...Object.keys(wininetNames),
  ],
}

function winHttpReading(error: WinHttpErrorMeaning): Referring {
  const { code, name, flag } = error
  return readingOf(
    { kind: 'WinHTTP error', end: 'client', source: 'WinHTTP Error Messages (Winhttp.h)' },
    String(code),
    { ...error, name: winHttpPrefix + name },
    // WinHTTP may report 12175 instead, with the flag of this error.
    atEnd(
      'client',
      entriesWhere(
        (entry) => clientLogsOf(entry).some(({ winHttp }) => winHttp?.code === code) || hasFlag(entry, flag),
      ),
    ),
  )
}

const allFlags = Object.values(callbackFlags).reduce((flags, flag) => flags | flag, 0)

export const flagKind = 'callback flag of WinHTTP'

/**
 * Callback flags, by name or as a number with several bits set: `CERT_CN_INVALID`, `0x18`. A number may as well be
 * something else, unless the text says that it is the callback's.
 */
export const callbackFlagReader: Reader = {
  read(code) {
    const name = code.toUpperCase().replace(flagPrefix, '')
    // A small decimal number is some other code.
    const written = /^0x/i.test(code) ? (writtenNumber(code) ?? 0) : 0
    const bits = (written & ~allFlags) === 0 ? written : 0
    return Object.entries(callbackFlags)
      .filter(([flag, value]) => flag === name || (bits & value) !== 0)
      .map(([flag, value]) => {
        const means = winHttpErrors.find((error) => error.flag === flag)?.means ?? ''
        return readingOf(
          { kind: flagKind, end: 'client', source: 'WINHTTP_STATUS_CALLBACK Callback Function' },
          hexadecimal(value),
          {
            name: flagPrefix + flag,
            means: bits === 0 ? means : `where the number is the status information of a callback: ${means}`,
          },
          atEnd(
            'client',
            entriesWhere((entry) => hasFlag(entry, flag)),
          ),
        )
      })
  },
  codes: () => Object.keys(callbackFlags).map((flag) => flagPrefix + flag),
}

/** The names of the flags in a number that is known to be a callback's. */
export function flagsIn(number: number): string[] {
  return Object.entries(callbackFlags)
    .filter(([, value]) => (number & value) !== 0)
    .map(([flag]) => flagPrefix + flag)
}

/** HRESULTs of the system with names of their own. */
const aliases: Readonly<Record<string, number>> = {
  E_ACCESSDENIED: win32Statuses.ERROR_ACCESS_DENIED.code,
  E_HANDLE: win32Statuses.ERROR_INVALID_HANDLE.code,
  E_INVALIDARG: win32Statuses.ERROR_INVALID_PARAMETER.code,
  E_OUTOFMEMORY: win32Statuses.ERROR_OUTOFMEMORY.code,
}

const statuses: readonly (readonly [name: string, status: Win32Status])[] = Object.entries(win32Statuses)

/** Windows statuses, as in sc-win32-status: `2148204809`, `0x800B0109`, `CERT_E_UNTRUSTEDROOT`, `5`. */
export const windowsReader: Reader = {
  read(code) {
    const written = known(aliases, code.toUpperCase()) ?? writtenNumber(code)
    const number = written === undefined ? undefined : withoutFacility(written)
    return statuses
      .filter(([name, status]) => status.code === number || name === code.toUpperCase())
      .map(([name, status]) =>
        readingOf(
          {
            kind: 'Windows status',
            end: 'either',
            source: 'System Error Codes; COM Error Codes (Winerror.h)',
          },
          status.code > 0xffff ? hexadecimal(status.code) : String(status.code),
          { ...status, name },
          // In the web server's log it concerns the client's certificate, in WinHTTP's the server's.
          {
            client: entriesWhere((entry) => hasFlag(entry, status.flag)),
            server: entriesWhere((entry) => entry.webServer?.win32 === status.code),
          },
        ),
      )
  },
  codes: () => [...statuses.flatMap(([name, { code }]) => [String(code), name]), ...Object.keys(aliases)],
}

function hasFlag(entry: CatalogueEntry, flag: string | undefined): boolean {
  return (
    flag !== undefined &&
    clientLogsOf(entry).some(({ winHttp }) => winHttp?.flags?.includes(flagPrefix + flag) ?? false)
  )
}
