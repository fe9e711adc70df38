/** The machine does not allow it: an address, a port, a permission. The command line answers it with exit code 3. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly code = 'ERR_SITEMODE_ENVIRONMENT'
}

/** A fault that this system cannot have, or a certificate that cannot be revoked. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
  readonly code = 'ERR_SITEMODE_FAULT'
}

/** A clock that cannot be moved, since certificates have fixed dates. */
export class ClockError extends Error {
  override readonly name = 'ClockError'
  readonly code = 'ERR_SITEMODE_CLOCK'
}

/** A site that cannot go into the other mode. */
export class SiteModeError extends Error {
  override readonly name = 'SiteModeError'
  readonly code = 'ERR_SITEMODE_SITE_MODE'
}
