import type { CatalogueEntry } from '../catalogue-entry.ts'
import { statusLines } from '../catalogue/client-report.ts'
import { clientErrors } from '../codes/client-codes.ts'
import { win32Statuses, type Win32Status } from '../codes/win32-statuses.ts'
import {
  callbackFlags,
  flagPrefix,
  winHttpErrors,
  type WinHttpErrorMeaning,
} from '../codes/winhttp-errors.ts'
import { clientLogsOf } from '../logged.ts'
import { entriesWhere, meaning, type Reader, type Reading } from './reading.ts'

const winHttpPrefix = 'ERROR_WINHTTP_'

/** Numbers, names and HRESULTs of WinHTTP: `12175`, `ERROR_WINHTTP_SECURE_FAILURE`, `0x80072F8F`. */
export const winHttpReader: Reader = {
  read(code) {
    const number = withoutFacility(writtenNumber(code) ?? 0)
    const name = code.toUpperCase().replace(/^(?:ERROR_)?WINHTTP_/, '')
    return winHttpErrors
      .filter((error) => error.code === number || error.name === name)
      .map((error) => winHttpReading(error))
  },
  codes: () => winHttpErrors.flatMap(({ code, name }) => [String(code), winHttpPrefix + name]),
}

function winHttpReading({ code, name, means, flag }: WinHttpErrorMeaning): Reading {
  return {
    kind: 'WinHTTP error',
    code: String(code),
    name: winHttpPrefix + name,
    means,
    // WinHTTP may report 12175 instead, with the flag of this error.
    candidates: entriesWhere(
      (entry) => clientLogsOf(entry).some(({ winHttp }) => winHttp?.code === code) || hasFlag(entry, flag),
    ),
  }
}

const allFlags = Object.values(callbackFlags).reduce((flags, flag) => flags | flag, 0)

/** Callback flags, by name or as a number with several bits set: `CERT_CN_INVALID`, `0x18`. */
export const callbackFlagReader: Reader = {
  read(code) {
    const name = code.toUpperCase().replace(flagPrefix, '')
    // A small decimal number is some other code.
    const written = /^0x/i.test(code) ? (writtenNumber(code) ?? 0) : 0
    const bits = (written & ~allFlags) === 0 ? written : 0
    return Object.entries(callbackFlags)
      .filter(([flag, value]) => flag === name || (bits & value) !== 0)
      .map(([flag, value]) => ({
        kind: 'callback flag of WinHTTP',
        code: hexadecimal(value),
        name: flagPrefix + flag,
        means: winHttpErrors.find((error) => error.flag === flag)?.means ?? '',
        candidates: entriesWhere((entry) => hasFlag(entry, flag)),
      }))
  },
  codes: () => Object.keys(callbackFlags).map((flag) => flagPrefix + flag),
}

const statuses: readonly (readonly [name: string, status: Win32Status])[] = Object.entries(win32Statuses)

/** Windows statuses, as in sc-win32-status: `2148204809`, `0x800B0109`, `CERT_E_UNTRUSTEDROOT`, `5`. */
export const windowsReader: Reader = {
  read(code) {
    const written = writtenNumber(code)
    const number = written === undefined ? undefined : withoutFacility(written)
    return statuses
      .filter(([name, status]) => status.code === number || name === code.toUpperCase())
      .map(([name, status]) => ({
        kind: 'Windows status',
        code: status.code > 0xffff ? hexadecimal(status.code) : String(status.code),
        name,
        means: status.means,
        // In the web server's log it concerns the client's certificate, in WinHTTP's the server's.
        candidates: entriesWhere(
          (entry) => entry.webServer?.win32 === status.code || hasFlag(entry, status.flag),
        ),
      }))
  },
  codes: () => statuses.flatMap(([name, { code }]) => [String(code), name]),
}

const badHttpStatus = '0x87D0027E'

/** The Configuration Manager client's own errors: `0x87D00282`, `-2016411006`. */
export const clientErrorReader: Reader = {
  read(written) {
    const number = writtenNumber(written)
    const code = number === undefined ? '' : hexadecimal(number)
    const means = meaning(clientErrors, code)
    if (means === undefined) return []
    const candidates = entriesWhere((entry) =>
      code === badHttpStatus
        ? clientLogsOf(entry).some(({ lines }) => lines === statusLines)
        : entry.clientError === code,
    )
    return [{ kind: "error of the client's own", code, name: null, means, candidates }]
  },
  codes: () => Object.keys(clientErrors),
}

function hasFlag(entry: CatalogueEntry, flag: string | undefined): boolean {
  return (
    flag !== undefined &&
    clientLogsOf(entry).some(({ winHttp }) => winHttp?.flags?.includes(flagPrefix + flag) ?? false)
  )
}

/**
 * A 32-bit number as logs print it: `12175`, `0x80072F8F`, `2147954575`, `-2147012721`; always unsigned. undefined when
 * the text is no such number.
 */
function writtenNumber(text: string): number | undefined {
  if (!/^(?:-?\d+|0x[\da-f]+)$/i.test(text)) return undefined
  const number = Number(text)
  return number < -0x80000000 || number > 0xffffffff ? undefined : number >>> 0
}

/** `0x80072F8F`, as the product's logs write it. */
function hexadecimal(number: number): string {
  return `0x${number.toString(16).toUpperCase().padStart(8, '0')}`
}

const win32Facility = 0x8007

/** The system's own error within an HRESULT: 12175 in 0x80072F8F. Other numbers stay as they are. */
function withoutFacility(number: number): number {
  return number >>> 16 === win32Facility ? number & 0xffff : number
}
