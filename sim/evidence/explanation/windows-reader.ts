import { flagOfStatus, win32Statuses } from '../codes/win32-statuses.ts'
import { entriesWhere, type Reader } from './reading.ts'
import { hasFlag } from './winhttp-reader.ts'
import { hexadecimal, withoutFacility, writtenNumber } from './written-number.ts'

/** Windows statuses, as in sc-win32-status: `2148204809`, `0x800B0109`, `CERT_E_UNTRUSTEDROOT`, `5`. */
export const windowsReader: Reader = {
  read(code) {
    const written = writtenNumber(code)
    const number = written === undefined ? undefined : withoutFacility(written)
    return win32Statuses
      .filter((status) => status.code === number || status.name === code.toUpperCase())
      .map(({ code: status, name, means }) => {
        const flag = flagOfStatus[name]
        // The web server says it of the client's certificate, WinHTTP of the server's.
        const candidates = entriesWhere(
          (entry) => entry.webServer?.win32 === status || (flag !== undefined && hasFlag(entry, flag)),
        )
        return {
          kind: 'Windows status',
          code: status > 0xffff ? hexadecimal(status) : String(status),
          name,
          means,
          candidates,
        }
      })
  },
  codes: () => win32Statuses.flatMap(({ code, name }) => [String(code), name]),
}
