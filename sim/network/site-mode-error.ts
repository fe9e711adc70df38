/** A site that cannot go into the other mode. */
export class SiteModeError extends Error {
  override readonly name = 'SiteModeError'
  readonly code = 'ERR_SITEMODE_SITE_MODE'
}
