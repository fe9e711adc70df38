/** A fault that this system cannot have, or a certificate that cannot be revoked. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
  readonly code = 'ERR_SITEMODE_FAULT'
}
