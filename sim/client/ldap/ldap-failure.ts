import type { Stage } from '../../evidence/attempt.ts'

/** Why nothing, or not all, was found. `code` is Node's, or a result by its name in RFC 4511 (`noSuchObject`). */
export class LdapFailure extends Error {
  override readonly name = 'LdapFailure'
  /** What LDAP says comes after the connection, and evidence has no stage of its own for it. */
  readonly stage: Stage = 'connect'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
