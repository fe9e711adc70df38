import type { Stage } from '../../../evidence/attempt.ts'

/** Why nothing, or not all, was read. `code` is Node's, or a status by its name in [MS-ERREF]. */
export class SmbFailure extends Error {
  override readonly name = 'SmbFailure'
  readonly stage: Stage
  readonly code: string

  constructor(stage: Stage, code: string, message: string) {
    super(message)
    this.stage = stage
    this.code = code
  }
}
