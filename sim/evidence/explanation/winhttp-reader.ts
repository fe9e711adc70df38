import type { CatalogueEntry } from '../catalogue-entry.ts'
import {
  callbackFlags,
  flagPrefix,
  winHttpErrors,
  type WinHttpErrorMeaning,
} from '../codes/winhttp-errors.ts'
import { entriesWhere, type Reader, type Reading } from './reading.ts'
import { hexadecimal, withoutFacility, writtenNumber } from './written-number.ts'

const namePrefix = 'ERROR_WINHTTP_'

/** Numbers, names and HRESULTs of WinHTTP: `12175`, `ERROR_WINHTTP_SECURE_FAILURE`, `0x80072F8F`. */
export const winHttpReader: Reader = {
  read(code) {
    const number = withoutFacility(writtenNumber(code) ?? 0)
    const name = code.toUpperCase().replace(/^(?:ERROR_)?WINHTTP_/, '')
    return winHttpErrors
      .filter((error) => error.code === number || error.name === name)
      .map((error) => errorReading(error))
  },
  codes: () => winHttpErrors.flatMap(({ code, name }) => [String(code), namePrefix + name]),
}

function errorReading({ code, name, means, flag }: WinHttpErrorMeaning): Reading {
  return {
    kind: 'WinHTTP error',
    code: String(code),
    name: namePrefix + name,
    means,
    // Under the umbrella of 12175 the flag says the same.
    candidates: entriesWhere(
      (entry) => entry.winHttp?.code === code || (flag !== undefined && hasFlag(entry, flag)),
    ),
  }
}

const allFlags = Object.values(callbackFlags).reduce((flags, flag) => flags | flag, 0)

/** Callback flags, by name or as a number of which several bits may be set: `CERT_CN_INVALID`, `0x18`. */
export const callbackFlagReader: Reader = {
  read(code) {
    const name = code.toUpperCase().replace(flagPrefix, '')
    // A decimal number as small as these is something else.
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

export function hasFlag({ winHttp }: CatalogueEntry, flag: string): boolean {
  return winHttp?.flags?.includes(flagPrefix + flag) ?? false
}
