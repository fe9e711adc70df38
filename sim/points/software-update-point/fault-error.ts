import type { ErrorCode } from '../../wire/software-update-point/operation.ts'

/** Why an operation is refused ([MS-WUSP] 2.2.2.4); the message names the parameter that is wrong. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
  readonly errorCode: ErrorCode

  constructor(errorCode: ErrorCode, message = '') {
    super(message)
    this.errorCode = errorCode
  }
}
