import { clientErrors } from '../codes/client-errors.ts'
import { entriesWhere, meaning, type Reader } from './reading.ts'
import { hexadecimal, writtenNumber } from './written-number.ts'

const badHttpStatus = '0x87D0027E'

/** The Configuration Manager client's own errors: `0x87D00282`, `-2016411006`. */
export const clientErrorReader: Reader = {
  read(written) {
    const number = writtenNumber(written)
    const code = number === undefined ? '' : hexadecimal(number)
    const means = meaning(clientErrors, code)
    if (means === undefined) return []
    const candidates = entriesWhere(({ clientError, winHttp, webServer }) =>
      code === badHttpStatus ? webServer !== null && winHttp === null : clientError === code,
    )
    return [{ kind: "error of the client's own", code, name: null, means, candidates }]
  },
  codes: () => Object.keys(clientErrors),
}
