import type { Stage } from '../../../evidence/attempt.ts'

/** Why nothing, or not all, was found. `code` is Node's, or a result by its name in RFC 4511 (`noSuchObject`). */
export class LdapFailure extends Error {
  override readonly name = 'LdapFailure'
  readonly stage: Stage
  readonly code: string

  constructor(code: string, message: string, stage: Stage = 'ldap') {
    super(message)
    this.code = code
    this.stage = stage
  }
}
