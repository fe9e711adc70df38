/** The machine does not let us: an address, a port, a permission. The command line answers it with exit code 3. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly code = 'ERR_SITEMODE_ENVIRONMENT'
}
